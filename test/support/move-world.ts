import type { ServiceConfig } from '../../src/core/inventory.ts';
import type { HttpRequest } from '../../src/core/ports/prober.ts';
import type { StepContext } from '../../src/core/step.ts';
import { createExampleInventory } from './example-inventory.ts';
import { createJumpingClock } from './jumping-clock.ts';
import {
  createProber,
  createProvider,
  createRemote,
  createResolver,
  createStepContext,
  curlPrints,
  type Reaction,
} from './step-context.ts';

export const primary = 'jfree.iptime.org';
export const standby = 'jin-backup.jin7942.co.kr';
/** Of a `service.verify` after a failover. */
export const params = {
  service: 'nextuse',
  site: 'standby' as const,
  zone: 'jin7942.co.kr',
  record: 'nextuse.jin7942.co.kr',
  target: standby,
  previousTarget: primary,
  ttlSeconds: 120,
  authoritative: 'auto' as const,
  resolvers: ['1.1.1.1', '8.8.8.8', '9.9.9.9'],
  vantage: ['standby'],
};
const addresses: Record<string, string> = { [primary]: '203.0.113.10', [standby]: '198.51.100.7' };

export interface World {
  /** Seconds from the start until a server answers the new target; `silent` never answers. Default 0. */
  newAfter?: Record<string, number | 'silent'>;
  /** Show addresses instead of the CNAME. */
  isFlattened?: boolean;
  http?: (request: HttpRequest) => ReturnType<NonNullable<Parameters<typeof createProber>[0]['http']>>;
  record?: Parameters<typeof createProvider>[0];
  curl?: Reaction;
  dig?: Reaction;
  service?: (service: ServiceConfig) => ServiceConfig;
}

/** DNS servers that change over as caches do: the old answer with a TTL that runs out. */
export function createMoveWorld({ newAfter = {}, isFlattened = false, http, record, curl, dig, service }: World = {}) {
  const clock = createJumpingClock();
  const start = clock.now().getTime();
  const elapsed = (): number => (clock.now().getTime() - start) / 1_000;
  const resolver = createResolver((server, name) => {
    const address = addresses[name];
    if (address !== undefined) {
      // An authoritative server knows nothing of other people's zones.
      const isForeign = server.startsWith('192.') && name === primary;
      return isForeign ? [] : [{ type: 'A', content: address, ttlSeconds: 60 }];
    }
    const after = newAfter[server] ?? 0;
    if (after === 'silent') return 'silent';
    const isNew = elapsed() >= after;
    const target = isNew ? standby : primary;
    const ttlSeconds = isNew ? 120 : Math.ceil(after - elapsed());
    const last = { type: 'A' as const, content: addresses[target] ?? '', ttlSeconds };
    return isFlattened ? [last] : [{ type: 'CNAME', content: target, ttlSeconds }, last];
  });
  const prober = createProber({ http: http ?? (() => ({ status: 200, headers: { 'x-served-by': 'standby' } })) });
  const remote = createRemote({
    'standby curl': curl ?? curlPrints(200, 'standby'),
    'standby dig': dig ?? `nextuse.jin7942.co.kr. 120 IN CNAME ${standby}.\n`,
  });
  const dnsProvider = createProvider({ content: standby, ...record });
  const given: Partial<StepContext> = {
    clock,
    resolver,
    prober,
    remote,
    dnsProvider,
    inventory: createExampleInventory(service),
  };
  return { context: createStepContext(given), prober, remote, elapsed };
}
