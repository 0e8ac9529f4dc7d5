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

const KEPT = 5_000;

/** The queries that arrived at the DNS servers of the sandbox, oldest first; the newest 5000. */
export interface QueryLog {
  readonly queries: DnsQueryRecord[];
  add(entry: Omit<DnsQueryRecord, 'at'>): void;
}

export function createQueryLog(clock: Clock): QueryLog {
  const queries: DnsQueryRecord[] = [];
  return {
    queries,
    add(entry) {
      queries.push({ at: clock.now(), ...entry });
      if (queries.length > KEPT) queries.splice(0, queries.length - KEPT);
    },
  };
}
