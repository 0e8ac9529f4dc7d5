import type { Actor } from '../core/actor.ts';
import { firesSince, stateOf, type AlertCounts, type AlertGroup } from '../core/alert.ts';
import type { AlertChange } from '../core/alert-store.ts';
import { OpsError } from '../core/errors.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { tellMailed } from './calls.ts';
import { toMessages } from './group-messages.ts';

/** Somebody takes what is firing; what flaps goes on flapping, and is theirs. Refused when there is nothing to take. */
export function acknowledge(
  group: AlertGroup,
  counts: AlertCounts,
  { actor, now, texts }: { actor: Actor; now: Date; texts: Texts },
): AlertChange {
  const state = stateOf(counts);
  if (state === 'acknowledged' || (state === 'flapping' && group.acknowledged)) {
    const person = group.acknowledged?.person ?? '';
    throw new OpsError('conflict', texts.alerts.alreadyAcknowledged({ person }));
  }
  if (state === 'resolved') throw new OpsError('conflict', texts.alerts.alreadyResolved);
  const { person, slackId } = actor;
  const acknowledged = { person, ...(slackId !== undefined && { slackId }), at: now.getTime() };
  const after = { ...group, acknowledged, updatedAt: now.getTime() };
  const told = tellMailed(after, { kind: 'acknowledged', person, afterMs: now.getTime() - firesSince(group) });
  return {
    groups: [told.group],
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
    messages: [...toMessages(after, counts), ...told.messages],
  };
}
