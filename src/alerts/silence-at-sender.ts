import { isOpen, type Alert, type AlertGroup } from '../core/alert.ts';
import type { AuditDraft } from '../core/audit.ts';
import { OpsError, toOpsError } from '../core/errors.ts';
import type { AlertsConfig } from '../core/inventory.ts';
import type { Matcher } from '../core/matcher.ts';
import { REDACTED } from '../core/redact.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import type { AlertmanagerApi } from './alertmanager-api.ts';
import type { Asked } from './silences.ts';

/** A group of more kinds than this is silenced by us alone. */
const SILENCES_MAX = 20;

interface Sender {
  api: AlertmanagerApi;
  config: AlertsConfig;
  texts: Texts;
}

/** Makes the silences at the sender, where it has an API, and gives the id of each once it is made. None: it is only ours. */
export async function* silenceAtSender(
  group: AlertGroup,
  members: readonly Alert[],
  { actor, now, until, reason }: Asked,
  { api, config, texts }: Sender,
): AsyncGenerator<string> {
  const address = config.sources[group.source]?.api;
  const wanted = toMatchers(members.filter(({ state }) => isOpen(state)));
  if (address === undefined || wanted.length > SILENCES_MAX) return;
  const comment = reason ?? texts.alerts.silenceComment({ title: group.title, group: group.id });
  const times = { startsAt: now.getTime(), endsAt: until };
  for (const matchers of wanted)
    yield await api.createSilence(address, { matchers, ...times, createdBy: actor.person, comment });
}

/**
 * Half a silence is none: what was made is taken back. Gives what to tell and write down where something stands in
 * Alertmanager all the same; undefined: nothing does.
 */
export async function takeBack(
  group: AlertGroup,
  { made, thrown, actor }: { made: readonly string[]; thrown: unknown; actor: Asked['actor'] },
  { api, config, texts }: Sender,
): Promise<{ error: OpsError; audit: AuditDraft } | undefined> {
  const address = config.sources[group.source]?.api;
  if (address === undefined) return undefined;
  const silences: string[] = [];
  for (const id of made) await api.expireSilence(address, id).catch(() => silences.push(id));
  const { code, message, cause } = toOpsError(thrown);
  // Alertmanager may have made one without our hearing of it.
  const isOneUnknown = code === 'outcome_unknown';
  if (silences.length === 0 && !isOneUnknown) return undefined;
  const { origin, host } = new URL(address);
  const facts = { silences, isOneUnknown, host, url: origin, person: actor.person };
  const error = new OpsError(code, texts.alerts.silenceHalf({ ...facts, message }), {
    hint: texts.alerts.silenceHalfHint(facts),
    details: { silences },
    cause,
  });
  const audit: AuditDraft = {
    actor: actor.person,
    via: actor.via,
    act: 'alert.silenced',
    subject: group.service === undefined ? {} : { service: group.service },
    outcome: isOneUnknown ? 'unknown' : 'failed',
    details: { group: group.id, code, message: error.message, silences },
  };
  return { error, audit };
}

type Condition = Pick<Matcher, 'name' | 'op' | 'value'>;

/** What the members of one name have in common, newcomers of the same kind included; one list for each name. */
function toMatchers(members: readonly Alert[]): Condition[][] {
  const kinds = Map.groupBy(members, ({ labels }) => labels['alertname'] ?? '');
  return [...kinds.values()].flatMap((kind) => {
    const [first, ...others] = kind;
    const common = Object.entries(first?.labels ?? {}).filter(([name, value]) =>
      others.every(({ labels }) => labels[name] === value),
    );
    return common.length === 0 ? [] : [common.map(([name, value]) => toCondition(name, value))];
  });
}

/** Alertmanager still has the secret that we did not keep: whatever stands in its place is met. */
function toCondition(name: string, value: string): Condition {
  if (!value.includes(REDACTED)) return { name, op: '=', value };
  const parts = value.split(REDACTED).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  return { name, op: '=~', value: parts.join('(?s:.*)') };
}
