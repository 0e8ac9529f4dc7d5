import type { Clock } from './core/clock.ts';
import type { Inventory } from './core/inventory.ts';
import type { Log } from './core/ports/log.ts';
import type { Metrics } from './core/ports/metrics.ts';
import type { Store } from './core/store.ts';
import type { Texts } from './core/texts/catalogue.ts';
import { createHeartbeat, type Ailment, type Heartbeat } from './net/heartbeat.ts';
import { createHttpClient } from './net/http-client.ts';
import type { Slack } from './slack/slack.ts';

interface Deps {
  inventory: Inventory;
  store: Pick<Store, 'check'>;
  slack(): Slack;
  metrics: Metrics;
  texts: Texts;
  clock: Clock;
  log: Log;
}

/** The bot's heartbeat, if the inventory has one: not well is also who was not told lately what people do. */
export function createOwnHeartbeat(deps: Deps): Heartbeat | undefined {
  const { inventory, store, slack, metrics, texts, clock, log } = deps;
  if (!inventory.heartbeat) return undefined;

  async function findAilment(): Promise<Ailment | undefined> {
    try {
      await store.check();
    } catch {
      return 'store';
    }
    return slack().hearing.isFresh() ? undefined : 'slack';
  }

  return createHeartbeat({
    config: inventory.heartbeat,
    http: createHttpClient({ texts }),
    findAilment,
    clock,
    log: log.child({ part: 'heartbeat' }),
    onBeat: (outcome) => metrics.heartbeatEnded({ outcome }),
  });
}
