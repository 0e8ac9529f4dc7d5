import type { Actor } from '../core/actor.ts';
import { firesSince, type AlertGroup } from '../core/alert.ts';
import type { AlertChange } from '../core/alert-store.ts';
import { STORM_PAGE, type AlertStorm } from '../core/alert-storm.ts';
import { OpsError } from '../core/errors.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { tellMailed } from './calls.ts';
import { toMessages } from './group-messages.ts';
import { toPageMessage, toStormMessage } from './storm-places.ts';

/** Somebody takes all of a storm that nobody took or silenced yet. Refused when there is nothing to take. */
export function acknowledgeStorm(
  storm: AlertStorm,
  groups: readonly AlertGroup[],
  { actor, now, texts }: { actor: Actor; now: Date; texts: Texts },
): AlertChange {
  const open = groups.filter((group) => group.open > 0);
  const free = open.filter((group) => !group.acknowledged && !group.silenced);
  if (open.length === 0) throw new OpsError('conflict', texts.alerts.alreadyResolved);
  if (free.length === 0) {
    const { person } = storm.acknowledged ?? open.find((group) => group.acknowledged)?.acknowledged ?? { person: '' };
    throw new OpsError('conflict', texts.alerts.alreadyAcknowledged({ person }));
  }
  const { person, slackId } = actor;
  const acknowledged = { person, ...(slackId !== undefined && { slackId }), at: now.getTime() };
  const told = free.map((group) => {
    const afterMs = now.getTime() - firesSince(group);
    return tellMailed({ ...group, acknowledged, updatedAt: now.getTime() }, { kind: 'acknowledged', person, afterMs });
  });
  const taken = told.map(({ group }) => group);
  const pages = Array.from({ length: Math.ceil(storm.count / STORM_PAGE) }, (_, page) => toPageMessage(storm, page));
  return {
    storms: [{ ...storm, acknowledged }],
    groups: taken,
    moveAll: { groups: taken.map(({ id }) => id), from: ['firing', 'reopened', 'stale'], to: 'acknowledged' },
    audit: [
      {
        actor: person,
        via: actor.via,
        act: 'alert.storm_acknowledged',
        subject: {},
        outcome: 'ok',
        details: { storm: storm.id, groups: taken.length },
      },
    ],
    messages: [
      toStormMessage(storm),
      ...taken.filter((group) => group.storm === undefined).flatMap((group) => toMessages(group)),
      ...told.flatMap(({ messages }) => messages),
      ...pages,
    ],
  };
}
