import type { ShownDns } from '../page-server/shapes.ts';
import { askDns } from '../world/dns/dns-query.ts';
import { toRecords } from '../world/dns/records.ts';
import { SCENE } from '../world/scene.ts';
import type { World } from '../world/world.ts';

export interface DnsWatch {
  current(): ShownDns;
  /** Asks the authoritative server. */
  refresh(): Promise<void>;
}

const TIMEOUT_MS = 400;

/** Where the service's name points: at Cloudflare's API, at the authoritative server, and in what resolvers remember. */
export function createDnsWatch({ cloudflare, dns }: Pick<World, 'cloudflare' | 'dns'>): DnsWatch {
  let authoritative: ShownDns['authoritative'] = null;

  function findApi(): ShownDns['api'] {
    const record = cloudflare.records().find((it) => it.name === SCENE.service);
    if (!record) return null;
    const { content, ttl, proxied, comment } = record;
    return { content, ttl, proxied, comment };
  }

  /** The cache is looked into, not asked: a question would fill it. */
  function toResolver(name: 'resolver' | 'resolver2'): ShownDns['resolvers'][number] {
    const entries = dns.resolverCache(name).filter((it) => it.name === SCENE.service);
    // A proxied record is an address, without an alias.
    const found = entries.find((it) => it.type === 'CNAME') ?? entries.find((it) => it.type === 'A');
    return {
      name,
      cached: found
        ? {
            content: found.data[0]?.replace(/\.$/, '') ?? found.rcode,
            ttl: found.ttl,
            secondsLeft: found.secondsLeft,
            expiresAt: found.expiresAt.toISOString(),
          }
        : null,
      isStale: dns.faults.active.stale[name],
    };
  }

  return {
    current: () => ({
      name: SCENE.service,
      api: findApi(),
      authoritative,
      resolvers: [toResolver('resolver'), toResolver('resolver2')],
    }),
    async refresh() {
      const question = { name: SCENE.service, type: 'CNAME' } as const;
      try {
        const reply = await askDns(dns.authoritative, question, { timeoutMs: TIMEOUT_MS, isRecursive: false });
        const [first] = toRecords(reply.answers);
        authoritative = first && typeof first.data === 'string' ? { content: first.data, ttl: first.ttl } : null;
      } catch {
        authoritative = null;
      }
    },
  };
}
