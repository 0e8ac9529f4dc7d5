import type { Actor } from '../core/actor.ts';
import { firesSince, stateOf, type AlertCounts, type AlertGroup } from '../core/alert.ts';
import type { AlertChange, GroupFacts } from '../core/alert-store.ts';
import { formatDuration } from '../core/duration.ts';
import { OpsError } from '../core/errors.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { tellMailed } from './calls.ts';
import { toSettled } from './flapping.ts';
import { toMessages } from './group-messages.ts';

export interface Asked {
  actor: Actor;
  now: Date;
  until: number;
  reason?: string | undefined;
}

/** The group is silenced; what flaps in it by its sender's last word. Refused when it is over. */
export function silence(
  group: AlertGroup,
  facts: GroupFacts,
  { actor, now, until, reason, ids, texts }: Asked & { ids: readonly string[]; texts: Texts },
): AlertChange {
  if (stateOf(facts) === 'resolved') throw new OpsError('conflict', texts.alerts.alreadyResolved);
  const { person, slackId } = actor;
  const silenced = { person, ...(slackId !== undefined && { slackId }), at: now.getTime(), until, ids };
  const { flapping: _, ...rest } = { ...group, silenced, updatedAt: now.getTime() };
  const alerts = facts.flapping.map((alert) => toSettled(alert, rest, now.getTime()));
  const isOver = group.open > 0 && group.open === alerts.filter(({ state }) => state === 'resolved').length;
  const after = { ...rest, ...(isOver && { resolvedAt: now.getTime() }) };
  const told = tellMailed(after, { kind: 'silenced', person, afterMs: now.getTime() - firesSince(group) });
  return {
    groups: [told.group],
    alerts,
    move: { group: group.id, from: ['firing', 'reopened', 'acknowledged', 'stale'], to: 'silenced' },
    audit: [
      {
        actor: person,
        via: actor.via,
        act: 'alert.silenced',
        subject: group.service === undefined ? {} : { service: group.service },
        outcome: 'ok',
        details: {
          group: group.id,
          for: formatDuration(until - now.getTime()),
          silences: ids,
          ...(reason !== undefined && { reason: reason.toWellFormed() }),
        },
      },
    ],
    messages: [...toMessages(after, facts), ...told.messages],
  };
}

/** The silence is over, by a person or by its time: what still fires is firing again. */
export function unsilence(
  group: AlertGroup,
  counts: AlertCounts,
  { actor, now, texts }: { actor: Actor; now: Date; texts: Texts },
): AlertChange {
  const { silenced, ...rest } = group;
  if (!silenced) throw new OpsError('conflict', texts.alerts.notSilenced);
  return {
    groups: [{ ...rest, updatedAt: now.getTime() }],
    move: { group: group.id, from: ['silenced'], to: group.acknowledged ? 'acknowledged' : 'firing' },
    audit: [
      {
        actor: actor.person,
        via: actor.via,
        act: 'alert.unsilenced',
        subject: group.service === undefined ? {} : { service: group.service },
        outcome: 'ok',
        details: { group: group.id, silences: silenced.ids },
      },
    ],
    messages: toMessages(group, counts),
  };
}
