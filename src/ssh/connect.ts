import { connect as connectSocket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import type { Clock } from '../core/clock.ts';
import { OpsError } from '../core/errors.ts';
import type { HostConfig } from '../core/inventory.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { readCredentials } from './credentials.ts';
import { toAddress, toReasonOfSilence, toUnreachable } from './failure.ts';
import { hostKeyTypes } from './host-key.ts';
import type { HostKey, HostKeyType } from './host-key.ts';
import { logIn } from './log-in.ts';
import { startTimer } from '../core/start-timer.ts';
import { untilAborted } from './until-aborted.ts';

interface Request {
  host: HostConfig;
  /** A logged-in connection to the jump host, when there is one. */
  jump: Client | undefined;
  /** The key type that matched last time. */
  lastType: string | undefined;
}

interface Deps {
  texts: Texts;
  clock: Clock;
  agentSocket: string | undefined;
  timeoutMs: number;
}

/**
 * A connection whose host key is the pinned one. A host shows one key, of the type that it is asked for, so other types
 * are tried before a difference is a difference. Errors: `unreachable`, `not_allowed`.
 */
export async function connect(
  { host, jump, lastType }: Request,
  deps: Deps,
): Promise<{ client: Client; key: HostKey }> {
  const { texts, clock, agentSocket, timeoutMs } = deps;
  const credentials = await readCredentials(host, agentSocket, texts);
  const time = new AbortController();
  const stopTimer = startTimer(clock, timeoutMs, () => time.abort());
  let types: readonly HostKeyType[] = hostKeyTypes.toSorted((a, b) => Number(b === lastType) - Number(a === lastType));
  let otherKey: HostKey | undefined;
  try {
    while (types.length > 0) {
      const socket = jump ? await openThrough(jump, host, deps, time.signal) : dial(host);
      // oxlint-disable-next-line no-await-in-loop -- one type after the other
      const result = await logIn({ host, socket, credentials, types, timeoutMs, deadline: time.signal, texts });
      if (result.kind === 'ready') return result;
      if (result.kind === 'no-key') break;
      otherKey ??= result.key;
      types = types.filter((type) => type !== result.key.type);
    }
  } finally {
    stopTimer();
  }
  if (!otherKey) throw toUnreachable(host, texts.adapters.ssh.reasons.noCommonKey, texts);
  throw toChangedKey(host, otherKey, texts);
}

function dial({ address, port }: HostConfig): Duplex {
  // Nagle would hold each request back for the peer's delayed acknowledgement: 40 ms per command.
  return connectSocket({ host: address, port, noDelay: true });
}

async function openThrough(jump: Client, host: HostConfig, deps: Deps, deadline: AbortSignal): Promise<Duplex> {
  const { texts, timeoutMs } = deps;
  const opening = new Promise<Duplex>((resolve, reject) => {
    jump.forwardOut('127.0.0.1', 0, host.address, host.port, (error, channel) => {
      if (error) return reject(error);
      if (deadline.aborted) return void channel.destroy();
      resolve(channel);
    });
  });
  try {
    return await untilAborted(opening, deadline);
  } catch (error) {
    const { reasons } = texts.adapters.ssh;
    const reason = deadline.aborted
      ? toReasonOfSilence('dialling', timeoutMs, texts)
      : reasons.jumpRefused({ jump: host.jump ?? '', detail: toDetail(error) });
    throw toUnreachable(host, reason, texts, error);
  }
}

function toDetail(error: unknown): string {
  const description = error instanceof Error ? error.message.replace('(SSH) Channel open failure: ', '').trim() : '';
  return description.slice(0, 80) || 'connect failed';
}

function toChangedKey(host: HostConfig, key: HostKey, texts: Texts): OpsError {
  const { ssh } = texts.adapters;
  const address = toAddress(host);
  const facts = { host: host.name, address, expected: host.hostKey, got: key.fingerprint };
  return new OpsError('not_allowed', ssh.hostKeyChanged(facts), {
    hint: ssh.hostKeyChangedHint({ host: host.name, address }),
    details: facts,
  });
}
