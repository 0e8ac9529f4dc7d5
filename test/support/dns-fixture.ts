import { findFreePort } from '../../sandbox/world/free-port.ts';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import packet from 'dns-packet';
import type { Answer, DecodedPacket } from 'dns-packet';
import { onTestFinished } from 'vitest';

export interface Question {
  name: string;
  type: string;
  id: number;
  isTcp: boolean;
  message: DecodedPacket;
}

/** `undefined` says nothing; a list is sent as that many messages. */
export type Reply = Buffer | Buffer[] | undefined;

export interface DnsFixture {
  server: string;
  questions: Question[];
}

/** A DNS server on UDP and TCP of one port, whose answers the test gives; it ends with the test. */
export async function useDns(reply: (question: Question) => Reply): Promise<DnsFixture> {
  const questions: Question[] = [];
  const hear = (bytes: Buffer, isTcp: boolean): Buffer[] => {
    const message = packet.decode(bytes);
    const [asked] = message.questions ?? [];
    const question = { name: asked?.name ?? '', type: asked?.type ?? '', id: message.id ?? 0, isTcp, message };
    questions.push(question);
    return [reply(question) ?? []].flat();
  };
  const udp = createSocket('udp4');
  udp.on('message', (bytes, from) => {
    for (const answer of hear(bytes, false)) udp.send(answer, from.port, from.address);
  });
  const tcp = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (bytes) => {
      for (const answer of hear(bytes.subarray(2), true)) {
        const length = Buffer.alloc(2);
        length.writeUInt16BE(answer.length);
        // In two parts, as a network may deliver it.
        socket.write(Buffer.concat([length, answer.subarray(0, 3)]));
        setTimeout(() => socket.write(answer.subarray(3)), 5);
      }
    });
  });
  // UDP and TCP on one number, of a range from which the system gives none away meanwhile.
  const port = await findFreePort(['127.0.0.1']);
  await new Promise<void>((resolve) => udp.bind(port, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => tcp.listen(udp.address().port, '127.0.0.1', resolve));
  onTestFinished(() => {
    udp.close();
    tcp.close();
  });
  return { server: `127.0.0.1:${udp.address().port}`, questions };
}

export const AUTHORITATIVE = packet.AUTHORITATIVE_ANSWER;
export const TRUNCATED = packet.TRUNCATED_RESPONSE;

/** An answer to the question; the low bits of `flags` are the rcode. */
export function toReply({ id, name, type }: Question, answers: Answer[], flags = 0): Buffer {
  return packet.encode({ type: 'response', id, flags, questions: [{ name, type: type as 'A' }], answers });
}
