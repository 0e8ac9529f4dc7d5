import { firesSince, type Alert, type AlertGroup } from '../core/alert.ts';
import type { AlertChange, AlertStore, GroupFacts } from '../core/alert-store.ts';
import { formatDuration } from '../core/duration.ts';
import { formatLocalTime } from '../core/local-time.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { tellMailed } from './calls.ts';
import { CALM_MS, toSettled } from './flapping.ts';
import { toDigest, toMessages, toNews } from './group-messages.ts';

/** How often what flaps is told of in its thread, as long as it goes on changing. */
export const DIGEST_EVERY_MS = 300_000;
const NAMED = 10;
const BATCH = 200;

interface Words {
  texts: Texts;
  timezone: string;
}

/** Tells in threads what flapped, and ends it after a quiet while. True when messages are wanted. */
export async function watchFlaps(store: AlertStore, now: Date, words: Words): Promise<boolean> {
  const due = await store.listFlapping(now, BATCH);
  for (const id of due) await store.updateGroup(id, now, (group, facts) => tell(group, facts, { ...words, now }));
  return due.length > 0;
}

function tell(group: AlertGroup, facts: GroupFacts, words: Words & { now: Date }): AlertChange {
  const { flapping, states } = facts;
  const at = words.now.getTime();
  const isCalm = ({ flapping: flap }: Alert): boolean => (flap?.calmAt ?? 0) <= at;
  const over = flapping.filter(isCalm);
  const alerts = over.map((alert) => toSettled(alert, group, at));
  const { flapping: told, ...rest } = group;
  const goesOn = flapping.length > over.length;
  const open = Object.entries(states).reduce((sum, [state, count]) => sum + (state === 'resolved' ? 0 : count), 0);
  const isOver = open > 0 && open === alerts.filter(({ state }) => state === 'resolved').length;
  const resolvedAt = Math.max(...alerts.map(({ changedAt }) => changedAt));
  const changed = flapping.filter((alert) => over.includes(alert) || alert.changedAt > (told?.toldAt ?? 0));
  const after: AlertGroup = {
    ...rest,
    ...(goesOn && { flapping: { since: told?.since ?? at, toldAt: at, digestAt: at + DIGEST_EVERY_MS } }),
    ...(isOver && { resolvedAt }),
  };
  const mailed = isOver
    ? tellMailed(after, { kind: 'resolved', afterMs: resolvedAt - firesSince(group) })
    : { group: after, messages: [] };
  const shown = changed.length === 0 ? [] : toMessages(mailed.group, facts);
  return {
    groups: [mailed.group],
    alerts,
    audit: alerts.length === 0 ? [] : [toAudit(group, alerts)],
    messages: [
      ...shown,
      ...mailed.messages,
      ...(changed.length === 0 ? [] : toWords(group, { changed, over, alerts }, words)),
    ],
  };
}

/** Not in a storm, whose card and pages say how each stands: a thread of digests would be the next storm. */
function toWords(
  group: AlertGroup,
  { changed, over, alerts }: { changed: readonly Alert[]; over: readonly Alert[]; alerts: readonly Alert[] },
  { now, texts, timezone }: Words & { now: Date },
): AlertChange['messages'] {
  if (group.storm !== undefined) return [];
  const words = texts.alerts;
  const lines = changed.slice(0, NAMED).map((alert) => {
    const line = describeFlapping(alert, now, { texts, timezone });
    const name = [alert.title || words.unnamed, alert.host].filter(Boolean).join(' · ');
    const named = group.total > 1 ? `${name}: ${line}` : line;
    return over.includes(alert) ? `${named} · ${words.flapOver({ duration: formatDuration(CALM_MS) })}` : named;
  });
  const rest = changed.length - lines.length;
  const text = [...lines, ...(rest > 0 ? [words.more({ count: rest })] : [])].join('\n');
  const name = `flapping-${now.getTime()}`;
  // What fires on after all, and nobody has taken: the edit of the card tells nobody.
  const isNews = alerts.some(({ state, severity }) => state === 'firing' && severity === 'critical');
  return [isNews ? toNews(group, { name, text }) : toDigest(group, { name, text })];
}

/** How often it changed, how long it was what, and what it is now. */
export function describeFlapping(
  { flapping, status, changedAt }: Alert,
  now: Date,
  { texts, timezone }: Words,
): string {
  const words = texts.alerts;
  const passed = Math.max(0, now.getTime() - changedAt);
  const { since = changedAt, changes = 0, firingMs = 0, resolvedMs = 0 } = flapping ?? {};
  return words.flapped({
    changes,
    duration: formatDuration(Math.max(0, now.getTime() - since)),
    firing: formatDuration(firingMs + (status === 'firing' ? passed : 0)),
    resolved: formatDuration(resolvedMs + (status === 'resolved' ? passed : 0)),
    last: words.state[status],
    time: formatLocalTime(new Date(changedAt), now, timezone),
  });
}

const toAudit = (group: AlertGroup, alerts: readonly Alert[]): AlertChange['audit'][number] => ({
  actor: 'system',
  via: 'system',
  act: 'alert.calmed',
  subject: group.service === undefined ? {} : { service: group.service },
  outcome: 'ok',
  details: { group: group.id, alerts: alerts.slice(0, 100).map(({ id, state }) => [id, 'flapping', state]) },
});
