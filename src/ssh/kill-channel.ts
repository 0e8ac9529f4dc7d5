import type { ClientChannel } from 'ssh2';

/** What ssh2 has inside; the version is pinned and a test sees the signal arrive. */
interface Insides {
  outgoing: { id: number; state: string };
  _client: { _protocol: { signal(channel: number, name: string): void } };
}

/**
 * Sends KILL to the channel's command and closes the channel.
 * `channel.signal()` does nothing once our side has sent EOF, which every command gets; the protocol allows it.
 */
export function killChannel(channel: ClientChannel | undefined): void {
  if (!channel) return;
  const { outgoing, _client } = channel as unknown as Insides;
  if (outgoing.state === 'open' || outgoing.state === 'eof') _client._protocol.signal(outgoing.id, 'KILL');
  channel.close();
}
