import type { RecordType } from 'dns-packet';
import type { Clock } from '../../../src/core/clock.ts';
import type { Address } from '../address.ts';
import { createAuthoritative } from './authoritative.ts';
import { askDns, rcodeOf } from './dns-query.ts';
import { createQueryLog } from './query-log.ts';
import type { DnsQueryRecord } from './query-log.ts';
import { toRecords } from './records.ts';
import type { DnsRecord } from './records.ts';
import { createResolver } from './resolver.ts';
import type { CachedName } from './resolver-cache.ts';
import type { Rcode, Zone } from './zone.ts';

type Which = 'resolver' | 'resolver2' | 'both';

interface ActiveDnsFaults {
  isAuthoritativeDown: boolean;
  propagationMs: number;
  down: Readonly<Record<'resolver' | 'resolver2', boolean>>;
  stale: Readonly<Record<'resolver' | 'resolver2', boolean>>;
}

export interface DnsFaults {
  /** Queries are left without an answer. */
  authoritativeDown(isOn: boolean): void;
  resolverDown(isOn: boolean, which?: Which): void;
  /** TTLs are ignored: what is remembered is never asked for again. */
  resolverStale(isOn: boolean, which?: Which): void;
  /** How long after a change at Cloudflare the authoritative server answers it. */
  propagationDelayMs(ms: number): void;
  /** What is on now. */
  readonly active: Readonly<ActiveDnsFaults>;
  clear(): void;
}

export interface Lookup {
  rcode: Rcode;
  answers: DnsRecord[];
  /** Of all A records in the answer. */
  addresses: string[];
}

export interface SandboxDns {
  readonly authoritative: Address;
  readonly resolver: Address;
  readonly resolver2: Address;
  /** Through the first resolver, as a user's computer would. Errors: no answer in time. */
  lookup(name: string, type?: RecordType): Promise<Lookup>;
  resolverCache(which?: 'resolver' | 'resolver2'): CachedName[];
  /** Both resolvers forget everything. */
  flush(): void;
  readonly queries: DnsQueryRecord[];
  readonly faults: DnsFaults;
  readonly propagationMs: number;
  close(): Promise<void>;
}

const DEFAULT_PROPAGATION_MS = 20;

export async function createSandboxDns(zones: readonly Zone[], clock: Clock): Promise<SandboxDns> {
  const log = createQueryLog(clock);
  const off = { resolver: false, resolver2: false };
  const state = {
    isAuthoritativeDown: false,
    propagationMs: DEFAULT_PROPAGATION_MS,
    down: { ...off },
    stale: { ...off },
  };
  const authoritative = await createAuthoritative(zones, { log, isDown: () => state.isAuthoritativeDown });
  const startResolver = (name: 'resolver' | 'resolver2'): ReturnType<typeof createResolver> =>
    createResolver({
      name,
      authoritative,
      clock,
      log,
      isDown: () => state.down[name],
      isStale: () => state.stale[name],
    });
  const resolvers = { resolver: await startResolver('resolver'), resolver2: await startResolver('resolver2') };
  const setEach = (flags: typeof off, isOn: boolean, which: Which): void => {
    for (const name of ['resolver', 'resolver2'] as const) if (which === 'both' || which === name) flags[name] = isOn;
  };
  return {
    authoritative: { address: authoritative.address, port: authoritative.port },
    resolver: { address: resolvers.resolver.address, port: resolvers.resolver.port },
    resolver2: { address: resolvers.resolver2.address, port: resolvers.resolver2.port },
    async lookup(name, type = 'A') {
      const reply = await askDns(resolvers.resolver, { name, type }, { timeoutMs: 2000 });
      const answers = toRecords(reply.answers);
      return { rcode: rcodeOf(reply), answers, addresses: answers.flatMap((it) => (it.type === 'A' ? [it.data] : [])) };
    },
    resolverCache: (which = 'resolver') => resolvers[which].entries(),
    flush() {
      resolvers.resolver.flush();
      resolvers.resolver2.flush();
    },
    queries: log.queries,
    get propagationMs() {
      return state.propagationMs;
    },
    faults: {
      active: state,
      authoritativeDown: (isOn) => void (state.isAuthoritativeDown = isOn),
      resolverDown: (isOn, which = 'resolver') => setEach(state.down, isOn, which),
      resolverStale: (isOn, which = 'resolver') => setEach(state.stale, isOn, which),
      propagationDelayMs: (ms) => void (state.propagationMs = ms),
      clear() {
        Object.assign(state, { isAuthoritativeDown: false, propagationMs: DEFAULT_PROPAGATION_MS });
        setEach(state.down, false, 'both');
        setEach(state.stale, false, 'both');
      },
    },
    async close() {
      await Promise.all([authoritative.close(), resolvers.resolver.close(), resolvers.resolver2.close()]);
    },
  };
}
