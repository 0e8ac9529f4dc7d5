import { connect } from 'node:net';
import type { DecodedPacket } from 'dns-packet';
import { findAnswer } from './dns-message.ts';
import type { Query } from './dns-message.ts';
import type { ServerAddress } from './server-address.ts';

/** The query over TCP, for answers that are too long for UDP. Rejects like `askUdp`. */
export function askTcp({ address, port }: ServerAddress, query: Query, signal: AbortSignal): Promise<DecodedPacket> {
  const { promise, resolve, reject } = Promise.withResolvers<DecodedPacket>();
  const socket = connect({ host: address, port, noDelay: true });
  const onAbort = (): void => reject(signal.reason);
  let received = Buffer.alloc(0);
  signal.addEventListener('abort', onAbort, { once: true });
  socket.on('error', reject);
  socket.on('close', () => reject(new Error('connection closed')));
  socket.on('connect', () => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(query.bytes.length);
    socket.write(Buffer.concat([length, query.bytes]));
  });
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
    const answer = findAnswer(received.subarray(2, 2 + received.readUInt16BE(0)), query);
    if (answer) resolve(answer);
    else reject(new Error('not an answer to the query'));
  });
  if (signal.aborted) onAbort();
  return promise.finally(() => {
    signal.removeEventListener('abort', onAbort);
    socket.destroy();
  });
}
