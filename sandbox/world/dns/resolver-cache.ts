import type { Clock } from '../../../src/core/clock.ts';
import { toRecordText } from './records.ts';
import type { DnsRecord } from './records.ts';
import type { Rcode } from './zone.ts';

export interface CacheEntry {
  rcode: Rcode;
  records: DnsRecord[];
  /** The SOA that says how long an absence is remembered. */
  authorities: DnsRecord[];
}

export interface CachedName {
  name: string;
  type: string;
  rcode: Rcode;
  data: string[];
  /** Seconds; as it was when it came. */
  ttl: number;
  secondsLeft: number;
  expiresAt: Date;
}

export interface ResolverCache {
  /** With TTLs counted down. */
  find(name: string, type: string): CacheEntry | undefined;
  store(name: string, type: string, entry: CacheEntry): CacheEntry;
  entries(): CachedName[];
  flush(): void;
}

interface Stored {
  name: string;
  type: string;
  entry: CacheEntry;
  ttl: number;
  expiresAt: number;
}

/** `isStale`: an entry whose time is over begins its TTL anew instead of being forgotten. */
export function createResolverCache(clock: Clock, isStale: () => boolean): ResolverCache {
  const stored = new Map<string, Stored>();

  function findStored(name: string, type: string): Stored | undefined {
    const key = `${name} ${type}`;
    const it = stored.get(key);
    if (it === undefined || it.expiresAt > clock.now().getTime()) return it;
    if (!isStale()) {
      stored.delete(key);
      return undefined;
    }
    it.expiresAt = clock.now().getTime() + it.ttl * 1000;
    return it;
  }

  function secondsLeft({ expiresAt }: Stored): number {
    return Math.max(0, Math.ceil((expiresAt - clock.now().getTime()) / 1000));
  }

  return {
    find(name, type) {
      // An alias answers for every type.
      const it = findStored(name, type) ?? findStored(name, 'CNAME');
      if (it === undefined || (it.type !== type && it.entry.records.length === 0)) return undefined;
      const ttl = secondsLeft(it);
      const countDown = (record: DnsRecord): DnsRecord => ({ ...record, ttl });
      return {
        ...it.entry,
        records: it.entry.records.map(countDown),
        authorities: it.entry.authorities.map(countDown),
      };
    },
    store(name, type, entry) {
      const alias = entry.records.find((it) => it.type === 'CNAME');
      const soa = entry.authorities.find((it) => it.type === 'SOA');
      const absence = soa?.type === 'SOA' ? Math.min(soa.ttl, soa.data.minimum) : 0;
      const ttl = entry.records.length > 0 ? Math.min(...entry.records.map((it) => it.ttl)) : absence;
      const key = alias === undefined ? type : 'CNAME';
      if (ttl > 0) {
        stored.set(`${name} ${key}`, { name, type: key, entry, ttl, expiresAt: clock.now().getTime() + ttl * 1000 });
      }
      return entry;
    },
    entries() {
      return [...stored.values()]
        .filter((it) => secondsLeft(it) > 0 || isStale())
        .map((it) => ({
          name: it.name,
          type: it.type,
          rcode: it.entry.rcode,
          data: it.entry.records.map(toRecordText),
          ttl: it.ttl,
          secondsLeft: secondsLeft(it),
          expiresAt: new Date(it.expiresAt),
        }));
    },
    flush: () => stored.clear(),
  };
}
