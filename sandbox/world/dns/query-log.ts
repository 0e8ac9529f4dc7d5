import type { Clock } from '../../../src/core/clock.ts';
import type { Transport } from './dns-server.ts';
import type { Rcode } from './zone.ts';

export type ServerName = 'authoritative' | 'resolver' | 'resolver2';

export interface DnsQueryRecord {
  at: Date;
  server: ServerName;
  transport: Transport;
  name: string;
  type: string;
  /** undefined: it was left without an answer. */
  rcode: Rcode | undefined;
}

/** Every query that arrived at a DNS server of the sandbox, oldest first. */
export interface QueryLog {
  readonly queries: DnsQueryRecord[];
  add(entry: Omit<DnsQueryRecord, 'at'>): void;
}

export function createQueryLog(clock: Clock): QueryLog {
  const queries: DnsQueryRecord[] = [];
  return { queries, add: (entry) => void queries.push({ at: clock.now(), ...entry }) };
}
