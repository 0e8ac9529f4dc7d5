import type { RecordType } from 'dns-packet';
import type { Clock } from '../../../src/core/clock.ts';
import type { Address } from '../address.ts';
import { askDns, rcodeOf } from './dns-query.ts';
import { createDnsServer } from './dns-server.ts';
import type { DnsReply, DnsServer } from './dns-server.ts';
import type { QueryLog, ServerName } from './query-log.ts';
import { createResolverCache } from './resolver-cache.ts';
import type { CacheEntry, CachedName } from './resolver-cache.ts';
import { toRecords } from './records.ts';
import type { DnsRecord } from './records.ts';

export interface Resolver extends DnsServer {
  /** What it remembers and for how long still. */
  entries(): CachedName[];
  flush(): void;
}

export interface ResolverDeps {
  name: Exclude<ServerName, 'authoritative'>;
  authoritative: Address;
  clock: Clock;
  log: QueryLog;
  isDown(): boolean;
  /** Never asks again for what it once knew. */
  isStale(): boolean;
}

const UPSTREAM_TIMEOUT_MS = 400;
const UPSTREAM_TRIES = 2;
const LONGEST_CHAIN = 8;

/** A caching resolver: remembers answers and absences for their TTL and counts it down, follows CNAMEs. */
export async function createResolver(deps: ResolverDeps): Promise<Resolver> {
  const { name: serverName, authoritative, clock, log, isDown, isStale } = deps;
  const cache = createResolverCache(clock, isStale);

  async function resolve(question: string, type: RecordType): Promise<DnsReply> {
    const answers: DnsRecord[] = [];
    let name = question.toLowerCase();
    for (let hops = 0; hops < LONGEST_CHAIN; hops += 1) {
      const entry = cache.find(name, type) ?? (await ask(name, type));
      if (entry === undefined) return { rcode: 'SERVFAIL', answers: [], authorities: [], isRecursive: true };
      answers.push(...entry.records);
      const alias = entry.records.find((it) => it.type === 'CNAME');
      if (alias?.type !== 'CNAME' || type === 'CNAME') {
        return { rcode: entry.rcode, answers, authorities: entry.authorities, isRecursive: true };
      }
      name = alias.data;
    }
    return { rcode: 'SERVFAIL', answers: [], authorities: [], isRecursive: true };
  }

  /** Asks upstream and remembers; of a chain only the first link is taken, the next question finds the rest. */
  async function ask(name: string, type: RecordType): Promise<CacheEntry | undefined> {
    for (let tries = 0; tries < UPSTREAM_TRIES; tries += 1) {
      const timeoutMs = UPSTREAM_TIMEOUT_MS;
      const reply = await askDns(authoritative, { name, type }, { timeoutMs, isRecursive: false }).catch(
        () => undefined,
      );
      if (reply === undefined) continue;
      const rcode = rcodeOf(reply);
      if (rcode !== 'NOERROR' && rcode !== 'NXDOMAIN') return undefined;
      const records = toRecords(reply.answers).filter((it) => it.name === name);
      const authorities = records.length === 0 ? toRecords(reply.authorities) : [];
      return cache.store(name, type, { rcode: records.length === 0 ? rcode : 'NOERROR', records, authorities });
    }
    return undefined;
  }

  const server = await createDnsServer(async ({ name, type }, transport) => {
    if (isDown()) {
      log.add({ server: serverName, transport, name, type, rcode: undefined });
      return undefined;
    }
    const reply = await resolve(name, type);
    log.add({ server: serverName, transport, name, type, rcode: reply.rcode });
    return reply;
  });
  return { ...server, entries: cache.entries, flush: cache.flush };
}
