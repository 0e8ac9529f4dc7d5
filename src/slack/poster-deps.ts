import type { Clock } from '../core/clock.ts';
import type { Inventory } from '../core/inventory.ts';
import type { Log } from '../core/ports/log.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import type { FindSuggestion } from './alert-context.ts';
import type { SlackWeb } from './web.ts';

export interface PosterDeps {
  web: SlackWeb;
  store: Pick<Store, 'messages' | 'runs' | 'alerts' | 'guards' | 'peers'>;
  inventory: Inventory;
  texts: Texts;
  clock: Clock;
  log: Log;
  findWayBack?: ((runbook: string) => string | undefined) | undefined;
  findSuggestion?: FindSuggestion | undefined;
  /** Told of a message that Slack refuses, for metrics. */
  onFailure?: ((kind: string, slackError: string) => void) | undefined;
}

/**
 * `later`: this message. `pause` and `hold`: nothing of its lane before then, so that order is kept; a `hold` is Slack's word,
 * and must outlive the process.
 */
export type Outcome = { kind: 'delivered' } | { kind: 'later' | 'pause' | 'hold'; at: number };

/** What was shown last of each message, by key, for as long as the process lives. */
export type Shown = Map<string, { hash: string; at: number }>;

/** How much older than our note of it a message may be, by Slack's clock. */
export const SKEW_MS = 600_000;
/** A post that was cut off may still be on its way into Slack. */
export const SETTLE_MS = 2_000;
