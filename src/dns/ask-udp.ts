import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { DecodedPacket } from 'dns-packet';
import type { Clock } from '../core/clock.ts';
import { findAnswer } from './dns-message.ts';
import type { Query } from './dns-message.ts';
import type { ServerAddress } from './server-address.ts';
import { startTimer } from '../core/start-timer.ts';

interface Options {
  clock: Clock;
  /** The query is sent once more after this time. */
  resendMs: number;
  signal: AbortSignal;
}

/** One query from a new port. Rejects with the socket's error, or with the signal's reason. */
export function askUdp({ address, port }: ServerAddress, query: Query, options: Options): Promise<DecodedPacket> {
  const { clock, resendMs, signal } = options;
  const { promise, resolve, reject } = Promise.withResolvers<DecodedPacket>();
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  const onAbort = (): void => reject(signal.reason);
  const send = (): void => socket.send(query.bytes, (error) => (error ? reject(error) : undefined));
  const stopTimer = startTimer(clock, resendMs, send);
  signal.addEventListener('abort', onAbort, { once: true });
  socket.on('error', reject);
  socket.on('message', (bytes) => {
    const answer = findAnswer(bytes, query);
    if (answer) resolve(answer);
  });
  // Connected: the kernel drops what others send, and tells of a closed port.
  socket.connect(port, address, (error?: Error) => (error ? reject(error) : send()));
  if (signal.aborted) onAbort();
  return promise.finally(() => {
    stopTimer();
    signal.removeEventListener('abort', onAbort);
    socket.close();
  });
}
