import type { Actor } from '../core/actor.ts';
import { stateOf, type AlertCounts, type AlertGroup } from '../core/alert.ts';
import type { AlertChange } from '../core/alert-store.ts';
import { OpsError } from '../core/errors.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { toMessages } from './group-messages.ts';

/** Somebody takes what is firing. Refused when there is nothing to take. */
export function acknowledge(
  group: AlertGroup,
  counts: AlertCounts,
  { actor, now, texts }: { actor: Actor; now: Date; texts: Texts },
): AlertChange {
  const state = stateOf(counts);
  if (state === 'acknowledged') {
    const person = group.acknowledged?.person ?? '';
    throw new OpsError('conflict', texts.alerts.alreadyAcknowledged({ person }));
  }
  if (state === 'resolved') throw new OpsError('conflict', texts.alerts.alreadyResolved);
  const { person, slackId } = actor;
  const acknowledged = { person, ...(slackId !== undefined && { slackId }), at: now.getTime() };
  return {
    groups: [{ ...group, acknowledged, updatedAt: now.getTime() }],
    move: { group: group.id, from: ['firing', 'reopened', 'stale'], to: 'acknowledged' },
    audit: [
      {
        actor: person,
        via: actor.via,
        act: 'alert.acknowledged',
        subject: group.service === undefined ? {} : { service: group.service },
        outcome: 'ok',
        details: { group: group.id, firing: group.open },
      },
    ],
    messages: toMessages(group, counts),
  };
}
