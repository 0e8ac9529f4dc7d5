import { randomInt } from 'node:crypto';
import packet from 'dns-packet';
import type { DecodedPacket } from 'dns-packet';
import type { DnsAnswer, ResourceRecord } from '../core/ports/resolver.ts';

export type QueryType = 'A' | 'NS';

export interface Query {
  id: number;
  name: string;
  type: QueryType;
  bytes: Buffer;
}

/** Bigger answers come truncated, without fragments on the way (DNS flag day 2020). */
const UDP_PAYLOAD_SIZE = 1232;

export function createQuery(name: string, type: QueryType): Query {
  const id = randomInt(0x10000);
  const bytes = packet.encode({
    type: 'query',
    id,
    flags: packet.RECURSION_DESIRED,
    questions: [{ type, name, class: 'IN' }],
    additionals: [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize: UDP_PAYLOAD_SIZE,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: 0,
        flag_do: false,
        options: [],
      },
    ],
  });
  return { id, name, type, bytes };
}

/** The message if it answers this very query; undefined for noise and forgeries. */
export function findAnswer(bytes: Buffer, { id, name, type }: Query): DecodedPacket | undefined {
  let message: DecodedPacket;
  try {
    message = packet.decode(bytes);
  } catch {
    return undefined;
  }
  const question = message.questions?.[0];
  const isOurs = message.type === 'response' && message.id === id && message.questions?.length === 1;
  return isOurs && question?.type === type && isSameName(question.name, name) ? message : undefined;
}

export function isSameName(a: string, b: string): boolean {
  return toComparable(a) === toComparable(b);
}

function toComparable(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

export function toAnswer(message: DecodedPacket, { name }: Query, server: string, durationMs: number): DnsAnswer {
  const records = (message.answers ?? []).flatMap((answer): ResourceRecord[] => {
    if (answer.type !== 'A' && answer.type !== 'AAAA' && answer.type !== 'CNAME' && answer.type !== 'NS') return [];
    return [{ name: answer.name, type: answer.type, content: answer.data, ttlSeconds: answer.ttl ?? 0 }];
  });
  return {
    server,
    name,
    // dns-packet decodes it; its types do not say so.
    rcode: 'rcode' in message && typeof message.rcode === 'string' ? message.rcode : 'NOERROR',
    isAuthoritative: message.flag_aa,
    records: toChain(name, records),
    durationMs,
  };
}

/** CNAMEs from the asked name on, then the rest as it came. Servers may answer in any order. */
function toChain(name: string, records: readonly ResourceRecord[]): ResourceRecord[] {
  const left = new Set(records);
  const chain: ResourceRecord[] = [];
  for (let at = name; ;) {
    const next = [...left].find((record) => record.type === 'CNAME' && isSameName(record.name, at));
    if (!next) return [...chain, ...left];
    left.delete(next);
    chain.push(next);
    at = next.content;
  }
}
