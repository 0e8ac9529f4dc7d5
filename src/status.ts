import type { Environment } from './config/environment.ts';
import type { Clock } from './core/clock.ts';
import { formatDuration } from './core/duration.ts';
import type { Freeze, Review } from './core/guards.ts';
import type { Inventory } from './core/inventory.ts';
import { formatLocalTime } from './core/local-time.ts';
import type { Store } from './core/store.ts';
import type { Texts } from './core/texts/catalogue.ts';
import { describeWatchers } from './describe-watchers.ts';
import type { Heartbeat } from './net/heartbeat.ts';
import type { Slack } from './slack/slack.ts';

interface Facts {
  store: Store;
  environment: Environment;
  inventory: Pick<Inventory, 'timezone'>;
  isSlackConnected(): boolean;
  hearing: Slack['hearing'];
  heartbeat: Pick<Heartbeat, 'read'> | undefined;
  startedAt: Date;
  clock: Clock;
  texts: Texts;
}

/** The lines of `/watchkeeper status`. */
export async function describeStatus({
  store,
  environment,
  inventory,
  isSlackConnected,
  hearing,
  heartbeat,
  startedAt,
  clock,
  texts,
}: Facts): Promise<readonly string[]> {
  const now = clock.now().getTime();
  const oldest = await store.messages.oldestUndelivered();
  const head = await store.audit.head();
  return [
    texts.app.up({ duration: formatDuration(now - startedAt.getTime()) }),
    texts.app.store({ kind: environment.store.kind }),
    texts.app.slack({ mode: environment.slack.mode, isConnected: isSlackConnected() }),
    ...describeWatchers({ hearing, heartbeat }, now, texts),
    texts.app.queue({ age: oldest === undefined ? undefined : formatDuration(now - oldest) }),
    texts.app.audit({ sequence: head?.sequence ?? 0, hash: head?.hash.slice(0, 16) ?? '-' }),
    ...(await describeGuards(store, inventory, clock.now(), texts)),
  ];
}

/** What holds people back, and what somebody must still look at. */
async function describeGuards(
  { guards }: Store,
  { timezone }: Pick<Inventory, 'timezone'>,
  now: Date,
  { guards: words }: Texts,
): Promise<readonly string[]> {
  const freeze = await guards.findFreeze();
  const reviews = await guards.listOpenReviews();
  const frozen = (one: Freeze): string =>
    `❄ ${words.cardFrozen({ ...one, time: formatLocalTime(new Date(one.since), now, timezone) })}`;
  const open = (review: Review): string =>
    words.reviewLine({ ...review, ago: formatDuration(Math.max(0, now.getTime() - review.at)) });
  return [...(freeze ? [frozen(freeze)] : []), ...(reviews.length === 0 ? [words.noReviews] : reviews.map(open))];
}
