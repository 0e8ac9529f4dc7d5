import type { Actor } from '../core/actor.ts';
import { isOpen, stateOf, type Alert, type AlertCounts, type AlertGroup } from '../core/alert.ts';
import type { AlertChange } from '../core/alert-store.ts';
import { formatDuration } from '../core/duration.ts';
import { OpsError } from '../core/errors.ts';
import type { AlertsConfig } from '../core/inventory.ts';
import type { Matcher } from '../core/matcher.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import type { AlertmanagerApi } from './alertmanager-api.ts';
import { toMessages } from './group-messages.ts';

/** A group of more kinds than this is silenced by us alone. */
const SILENCES_MAX = 20;

interface Asked {
  actor: Actor;
  now: Date;
  until: number;
  reason?: string | undefined;
}

/** Makes the silences at the sender, where it has an API. Gives their ids; none: the silence is only ours. */
export async function silenceAtSender(
  group: AlertGroup,
  members: readonly Alert[],
  asked: Asked,
  { api, config, texts }: { api: AlertmanagerApi; config: AlertsConfig; texts: Texts },
): Promise<readonly string[]> {
  const address = config.sources[group.source]?.api;
  const wanted = toMatchers(members.filter(({ state }) => isOpen(state)));
  if (address === undefined || wanted.length === 0 || wanted.length > SILENCES_MAX) return [];
  const { actor, now, until, reason } = asked;
  const ids: string[] = [];
  for (const matchers of wanted) {
    const comment = reason ?? texts.alerts.silenceComment({ title: group.title, group: group.id });
    try {
      ids.push(
        await api.createSilence(address, {
          matchers,
          startsAt: now.getTime(),
          endsAt: until,
          createdBy: actor.person,
          comment,
        }),
      );
    } catch (thrown) {
      // Half a silence is none: what was made is taken back.
      for (const id of ids) await api.expireSilence(address, id).catch(() => {});
      throw thrown;
    }
  }
  return ids;
}

type Equal = Pick<Matcher, 'name' | 'op' | 'value'>;

/** What the members of one name have in common, newcomers of the same kind included; one list for each name. */
function toMatchers(members: readonly Alert[]): Equal[][] {
  const kinds = Map.groupBy(members, ({ labels }) => labels['alertname'] ?? '');
  return [...kinds.values()].flatMap((kind) => {
    const [first, ...others] = kind;
    const common = Object.entries(first?.labels ?? {}).filter(([name, value]) =>
      others.every(({ labels }) => labels[name] === value),
    );
    return common.length === 0 ? [] : [common.map(([name, value]): Equal => ({ name, op: '=', value }))];
  });
}

/** The group is silenced. Refused when it is over. */
export function silence(
  group: AlertGroup,
  counts: AlertCounts,
  { actor, now, until, reason, ids, texts }: Asked & { ids: readonly string[]; texts: Texts },
): AlertChange {
  if (stateOf(counts) === 'resolved') throw new OpsError('conflict', texts.alerts.alreadyResolved);
  const { person, slackId } = actor;
  const silenced = { person, ...(slackId !== undefined && { slackId }), at: now.getTime(), until, ids };
  return {
    groups: [{ ...group, silenced, updatedAt: now.getTime() }],
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
    messages: toMessages(group, counts),
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
