import { onTestFinished } from 'vitest';
import { createAlerts } from '../../src/alerts/alerts.ts';
import type { AlertsConfig, Inventory } from '../../src/core/inventory.ts';
import type { AlertAnswer, AlertRequest } from '../../src/core/ports/alerts.ts';
import type { HttpCall, HttpClient } from '../../src/core/ports/http-client.ts';
import type { PrimaryProbe } from '../../src/core/ports/primary-probe.ts';
import { createSecret } from '../../src/core/secret.ts';
import type { Mailer } from '../../src/core/ports/mailer.ts';
import type { Store } from '../../src/core/store.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { createGuardedStore } from '../../src/store/guarded-store.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { alertSources } from '../support/alert-bodies.ts';
import { createExampleInventory } from '../support/example-inventory.ts';
import { createQuietLog } from '../support/quiet-log.ts';

export interface AlertsWorld {
  store: Store;
  inventory: Inventory;
  alerts: ReturnType<typeof createAlerts>['alerts'];
  door: ReturnType<typeof createAlerts>['door'];
  /** What time alone does. */
  look(): Promise<void>;
  /** One look at what says that a primary is down. */
  lookAtPrimaries(): Promise<void>;
  /** What the other side was asked over HTTP. */
  calls: HttpCall[];
  /** As the HTTP route does it; 401 where it would not read the body. */
  send(source: string, body: string | Buffer, change?: Partial<AlertRequest>): Promise<AlertAnswer>;
  /** The clock stands still but for this. */
  forward(ms: number): void;
  now(): number;
}

export const START = Date.parse('2026-11-21T12:00:00Z');
export const TOKEN = 'a-secret-of-thirty-two-characters';
export const BEARER = { authorization: `Bearer ${TOKEN}` };

/** The alerts' half of the bot on a real database, without HTTP and Slack. */
export async function openAlertsWorld(
  config: Partial<AlertsConfig> = {},
  answer: (call: HttpCall) => { status: number; text: string } = () => {
    throw new Error('nobody was to be asked');
  },
  mailer?: Mailer,
  probe: PrimaryProbe = async () => {
    throw new Error('no primary was to be asked');
  },
): Promise<AlertsWorld> {
  let now = START;
  const store = createGuardedStore(await openSqliteStore(':memory:'), new Map());
  const sources = Object.fromEntries(
    alertSources.map(({ type }) => [type, { name: type, type, token: createSecret(TOKEN) }]),
  );
  const inventory: Inventory = {
    ...createExampleInventory(),
    alerts: { routes: [], hosts: {}, ...config, sources: { ...sources, ...config.sources } },
  };
  const calls: HttpCall[] = [];
  const http: HttpClient = {
    async send(call) {
      calls.push(call);
      return answer(call);
    },
  };
  const clock = { now: () => new Date(now), sleep: () => new Promise<void>(() => {}) };
  const { alerts, door, watch, primaries } = createAlerts({
    inventory,
    sources: alertSources,
    store,
    secrets: new Map(),
    runbooks: () => ['failover', 'standby-check'],
    http,
    mailer,
    findLink: async () => undefined,
    probePrimary: probe,
    isElsewhere: async () => false,
    requireOperator: async () => {},
    texts: catalogues.en,
    clock,
    log: createQuietLog(),
    onMessages: () => {},
  });
  onTestFinished(() => store.close());
  return {
    store,
    inventory,
    alerts,
    door,
    look: () => watch.look(),
    lookAtPrimaries: async () => primaries?.look(),
    calls,
    async send(source, body, change = {}) {
      const request = { source, headers: BEARER, query: {}, subpath: '', ...change };
      if (door.admit(request) === 'no') return { status: 401, body: {} };
      return door.accept(request, Buffer.from(body), { isCut: false });
    },
    forward: (ms) => void (now += ms),
    now: () => now,
  };
}
