import type { Environment } from './config/environment.ts';
import type { Clock } from './core/clock.ts';
import type { Inventory } from './core/inventory.ts';
import type { AlertDoor } from './core/ports/alerts.ts';
import type { Log } from './core/ports/log.ts';
import type { Store } from './core/store.ts';
import { findStoreTrouble } from './core/store-trouble.ts';
import type { Texts } from './core/texts/catalogue.ts';
import { createAlertRoutes } from './http/alert-routes.ts';
import { createHealthRoutes } from './http/health.ts';
import type { createMetrics } from './http/metrics.ts';
import { createHttpServer } from './http/server.ts';
import type { Heartbeat } from './net/heartbeat.ts';
import type { Slack } from './slack/slack.ts';

interface Deps {
  environment: Environment;
  inventory: Inventory;
  store: Store;
  slack: Pick<Slack, 'isConnected' | 'route' | 'hearing'>;
  heartbeat: Pick<Heartbeat, 'read'> | undefined;
  door: AlertDoor;
  metrics: ReturnType<typeof createMetrics>;
  texts: Texts;
  clock: Clock;
  log: Log;
}

/** Everything that others reach over HTTP: health, metrics, alerts, and in HTTP mode Slack's deliveries. */
export function createEntrance({
  environment,
  inventory,
  store,
  slack,
  heartbeat,
  door,
  metrics,
  texts,
  clock,
  log,
}: Deps) {
  const since = (at: number | undefined): number => (at === undefined ? Number.NaN : clock.now().getTime() - at);
  metrics.watch({
    async outboxOldestMs() {
      const oldest = await store.messages.oldestUndelivered();
      return oldest === undefined ? 0 : clock.now().getTime() - oldest;
    },
    auditSequence: async () => (await store.audit.head())?.sequence ?? 0,
    slackConnected: () => (slack.isConnected() ? 1 : 0),
    slackHeardMs: () => since(slack.hearing.lastHeardAt()),
    slackDeaf: () => (slack.hearing.state() === 'deaf' ? 1 : 0),
    heartbeatMs: () => since(heartbeat?.read().sentAt),
    frozen: async () => ((await store.guards.findFreeze()) ? 1 : 0),
    openReviews: async () => (await store.guards.listOpenReviews()).length,
  });
  const checks = [
    { name: 'store', check: () => checkStore(store, texts) },
    { name: 'slack', check: async () => slack.isConnected() || texts.app.slackNotConnected },
  ];
  return createHttpServer({
    ...environment.http,
    routes: [
      ...createHealthRoutes({ checks, texts, log, clock }),
      metrics.route,
      ...createAlertRoutes(door, Object.keys(inventory.alerts?.sources ?? {})),
      ...(slack.route ? [slack.route] : []),
    ],
    texts,
    log,
    clock,
  });
}

async function checkStore(store: Store, { audit }: Texts): Promise<true | string> {
  try {
    await store.check();
    return true;
  } catch (thrown) {
    const trouble = findStoreTrouble(thrown);
    if (trouble === undefined) throw thrown;
    return audit.notWritable[trouble];
  }
}
