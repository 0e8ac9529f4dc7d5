import {
  firesSince,
  isOpen,
  worse,
  type Alert,
  type AlertGroup,
  type AlertReading,
  type AlertState,
} from '../core/alert.ts';
import { alertIndex, groupIndex, type AlertChange, type AlertsKnown } from '../core/alert-store.ts';
import { newAlertGroupId, newAlertId } from '../core/ids.ts';
import type { Json } from '../core/json.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { PRIORITY, type MessageDraft } from '../core/message.ts';
import { tellMailed } from './calls.ts';
import { isSilencedNow } from './flapping.ts';
import { toMessages as toGroupMessages, toNews } from './group-messages.ts';
import type { Sighting } from './sighting.ts';
import { createStormPlaces } from './storm-places.ts';
import { REOPEN_MS, toTransition, type Transition } from './transition.ts';
import { DIGEST_EVERY_MS } from './watch-flaps.ts';

/** Our own groups take new members so long. */
const WINDOW_MS = 300_000;
const AUDITED_MAX = 100;
const NEWCOMERS_NAMED = 10;

export interface Decided extends Pick<AlertChange, 'audit' | 'messages' | 'storms'> {
  alerts: readonly Alert[];
  groups: readonly AlertGroup[];
  seen: ReadonlyArray<{ id: string; at: number }>;
}

interface Move {
  source: string;
  alert: Alert;
  from: AlertState | 'new';
}

/** What sightings, in their order, make of what is known: alerts, groups, audit entries, messages. Pure but for new ids. */
export function decide(
  sightings: readonly Sighting[],
  known: AlertsKnown,
  { now, texts }: { now: Date; texts: Texts },
): Decided {
  const at = now.getTime();
  const alerts = new Map(known.alerts);
  const groups = new Map(known.groups);
  const changedAlerts = new Map<string, Alert>();
  const changedGroups = new Map<string, AlertGroup>();
  const seen: { id: string; at: number }[] = [];
  const moves: Move[] = [];
  const storms = createStormPlaces(known.channels, now);

  const putGroup = (group: AlertGroup): void => {
    groups.set(group.id, group);
    groups.set(groupIndex(group.channel, group.key), group);
    changedGroups.set(group.id, group);
  };

  for (const sighting of sightings) {
    const index = alertIndex(sighting.source, sighting.reading.key);
    const before = alerts.get(index);
    const shownBefore = before?.group === undefined ? undefined : groups.get(before.group);
    const transition = underSilence(toTransition(before, sighting.reading, at), { before, group: shownBefore, at });
    if (transition.kind === 'repeat' || transition.kind === 'late') {
      if (before && changedAlerts.has(before.id)) putAlert(touch(before, at));
      else if (before) seen.push({ id: before.id, at });
      continue;
    }
    const found = findGroup(sighting, transition.kind === 'changed' ? before : undefined, transition);
    const { place, isShownThere } = found && transition.kind === 'new' ? storms.take(found, sighting.reading) : {};
    const group = found && isShownThere && place ? { ...found, storm: place.id } : found;
    const after = { ...toAlert(sighting, before, { transition, group, now }), ...(place && { storm: place }) };
    if (group) putGroup(joined(group, sighting, { before: transition.kind === 'new' ? undefined : before, after, at }));
    putAlert(after);
    if (group && transition.kind === 'changed') storms.redraw(after, group.channel);
    moves.push({
      source: sighting.source,
      alert: after,
      from: transition.kind === 'new' ? 'new' : (before?.state ?? 'new'),
    });
  }

  function putAlert(alert: Alert): void {
    alerts.set(alertIndex(alert.source, alert.key), alert);
    changedAlerts.set(alert.id, alert);
  }

  /** Where it is shown: with what it was shown before, else with those that it belongs to, else alone for now. */
  function findGroup(sighting: Sighting, before: Alert | undefined, transition: Transition): AlertGroup | undefined {
    if (before) return before.group && groups.get(before.group);
    // Resolved before it was heard of: kept, not shown.
    if (transition.kind === 'new' && transition.state === 'resolved') return undefined;
    const newest = groups.get(groupIndex(sighting.channel, sighting.groupKey));
    return newest && takesNew(newest, at) ? newest : createGroup(sighting, now);
  }

  const told = [...changedGroups.values()].map((group) => tellWhenOver(group, known, at));
  return {
    alerts: [...changedAlerts.values()],
    groups: told.map(({ group }) => group),
    seen,
    audit: toAudit(moves),
    storms: storms.changed(),
    messages: [
      ...toMessages([...changedGroups.values()], known),
      ...told.flatMap(({ messages }) => messages),
      ...storms.messages(),
      ...toNewcomers(moves, known, texts),
    ],
  };
}

/** What somebody silenced stays silenced for as long as was asked, though it ends and begins again meanwhile. */
function underSilence(
  transition: Transition,
  { before, group, at }: { before: Alert | undefined; group: AlertGroup | undefined; at: number },
): Transition {
  if (transition.kind !== 'changed' || !before || !group || !isSilencedNow(group, at)) return transition;
  // What joined the group later is not what was silenced.
  if (before.state !== 'silenced' && before.receivedAt > (group.silenced?.at ?? 0)) return transition;
  const { flapping: _, ...rest } = transition;
  const isOver = !transition.isNewEpisode && transition.state !== 'firing';
  return { ...rest, state: isOver ? 'resolved' : 'silenced' };
}

function tellWhenOver(group: AlertGroup, known: AlertsKnown, at: number) {
  const isOver = group.open === 0 && (known.groups.get(group.id)?.open ?? 0) > 0;
  return isOver ? tellMailed(group, { kind: 'resolved', afterMs: at - firesSince(group) }) : { group, messages: [] };
}

function takesNew(group: AlertGroup, at: number): boolean {
  if (!group.isSenders) return at - group.createdAt <= WINDOW_MS;
  return group.open > 0 || at - (group.resolvedAt ?? group.createdAt) <= REOPEN_MS;
}

function createGroup(
  { source, reading, service, channel, groupKey, isSendersGroup, runbooks }: Sighting,
  now: Date,
): AlertGroup {
  return {
    id: newAlertGroupId(now),
    source,
    key: groupKey,
    isSenders: isSendersGroup,
    channel,
    title: reading.title,
    ...(service !== undefined && { service }),
    runbooks,
    total: 0,
    open: 0,
    flaps: 0,
    unlisted: 0,
    worst: reading.severity,
    createdAt: now.getTime(),
    updatedAt: now.getTime(),
  };
}

const touch = (alert: Alert, at: number): Alert => ({
  ...alert,
  lastSeenAt: at,
  counts: { ...alert.counts, seen: alert.counts.seen + 1 },
});

function toAlert(
  { source, reading, service, host }: Sighting,
  before: Alert | undefined,
  { transition, group, now }: { transition: Transition; group: AlertGroup | undefined; now: Date },
): Alert {
  const at = now.getTime();
  const isNew = transition.kind === 'new' || !before;
  const state = transition.kind === 'new' || transition.kind === 'changed' ? transition.state : 'firing';
  const isNewEpisode = isNew || (transition.kind === 'changed' && transition.isNewEpisode);
  const startsAt = isNewEpisode ? (reading.startsAt ?? reading.saidAt ?? at) : before.startsAt;
  const { startsAt: _startsAt, group: _group, unlisted: _unlisted, ...said } = toShown(reading, before);
  return {
    ...said,
    id: isNew ? newAlertId(now) : before.id,
    source,
    episode: isNewEpisode ? `${reading.key}@${startsAt}` : before.episode,
    state,
    ...(service !== undefined && { service }),
    ...(host !== undefined && { host }),
    startsAt,
    isStartKnown: isNewEpisode ? reading.startsAt !== undefined : before.isStartKnown,
    receivedAt: isNew ? at : before.receivedAt,
    lastSeenAt: at,
    changedAt: at,
    ...(transition.kind === 'changed' && transition.changes && { changes: transition.changes }),
    ...(transition.kind === 'changed' && transition.flapping && { flapping: transition.flapping }),
    ...(group && { group: group.id }),
    ...(!isNew && before.storm && { storm: before.storm }),
    counts: {
      seen: isNew ? 1 : before.counts.seen + 1,
      flaps: isNew ? 0 : before.counts.flaps + (isNewEpisode ? 1 : 0),
    },
  };
}

/** What was measured while it fired says more than what is measured now that it is over. */
function toShown(reading: AlertReading, before: Alert | undefined): AlertReading {
  if (reading.status !== 'resolved' || !before) return reading;
  const { summary = reading.summary, description = reading.description, values, severity, severityRaw, links } = before;
  const kept = { values, severity, links: { ...reading.links, ...links } };
  return {
    ...reading,
    ...kept,
    ...(severityRaw !== undefined && { severityRaw }),
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
  };
}

/** The group with one member changed. */
function joined(
  group: AlertGroup,
  { reading, runbooks, service }: Sighting,
  { before, after, at }: { before: Alert | undefined; after: Alert; at: number },
): AlertGroup {
  const open = group.open + (isOpen(after.state) ? 1 : 0) - (before && isOpen(before.state) ? 1 : 0);
  const isFirst = group.total === 0;
  const { resolvedAt: _, ...rest } = group;
  // A new sign of trouble has not been taken by anybody.
  const { acknowledged, escalated, isReminded, called, ...unclaimed } = rest;
  // What flaps is the same trouble all the time.
  const isAgain = group.open === 0 && open > 0 && !after.flapping;
  const told = {
    ...(escalated !== undefined && { escalated }),
    ...(isReminded && { isReminded }),
    ...(called && { called }),
  };
  return {
    ...unclaimed,
    ...(isAgain ? { firingSince: at } : { ...told, ...(acknowledged && { acknowledged }) }),
    ...(after.flapping && whileFlapping(group, after.flapping, at)),
    ...(group.service === undefined && service !== undefined && { service }),
    runbooks: group.runbooks.length > 0 ? group.runbooks : runbooks,
    title: isFirst || worse(reading.severity, group.worst) !== group.worst ? reading.title || group.title : group.title,
    total: group.total + (before ? 0 : 1),
    open,
    flaps: group.flaps + (before ? after.counts.flaps - before.counts.flaps : 0),
    unlisted: reading.unlisted ?? 0,
    worst: isFirst ? after.severity : worse(group.worst, after.severity),
    updatedAt: at,
    ...(open === 0 && { resolvedAt: at }),
  };
}

/** It fires since it began to flap: otherwise what never fires for long would be told to nobody else. */
const whileFlapping = (group: AlertGroup, { since }: NonNullable<Alert['flapping']>, at: number) => ({
  firingSince: Math.min(group.firingSince ?? since, since),
  flapping: group.flapping ?? { since, toldAt: at, digestAt: at + DIGEST_EVERY_MS },
});

/** The first word of a critical alert goes before all others. */
function toMessages(groups: readonly AlertGroup[], known: AlertsKnown): MessageDraft[] {
  const drafts = groups.flatMap((group) => {
    if (known.groups.has(group.id)) return toGroupMessages(group);
    return toGroupMessages(group, {}, group.worst === 'critical' ? PRIORITY.critical : PRIORITY.news);
  });
  return [...new Map(drafts.map((draft) => [draft.key, draft])).values()];
}

/** What joins or comes back to a critical message that people saw before: an edit notifies nobody. What flaps is told together. */
function toNewcomers(moves: readonly Move[], known: AlertsKnown, texts: Texts): MessageDraft[] {
  const fresh = moves.filter(
    ({ alert, from }) =>
      alert.severity === 'critical' && (alert.state === 'reopened' || (from === 'new' && alert.state === 'firing')),
  );
  return [...Map.groupBy(fresh, ({ alert }) => alert.group)].flatMap(([id, own]) => {
    const group = id === undefined ? undefined : known.groups.get(id);
    const [first] = own;
    if (!group || !first || group.storm !== undefined) return [];
    const names = own.map(({ alert }) => [alert.title || texts.alerts.unnamed, alert.host].filter(Boolean).join(' · '));
    const text = texts.alerts.newcomer({ title: names.slice(0, NEWCOMERS_NAMED).join(', ') });
    return [toNews(group, { name: `${first.alert.id}-${first.alert.counts.flaps}`, text })];
  });
}

/** One entry for each source: what changed, and of how many. The alerts themselves hold the rest. */
function toAudit(all: readonly Move[]): AlertChange['audit'] {
  const moves = all.filter(({ alert, from }) => alert.state !== 'flapping' || from !== 'flapping');
  const sources = [...new Set(moves.map(({ source }) => source))];
  return sources.map((source) => {
    const own = moves.filter((move) => move.source === source);
    const services = new Set(own.map(({ alert }) => alert.service));
    const [service] = services;
    return {
      actor: `alerts/${source}`,
      via: 'system',
      act: 'alert.changed',
      subject: services.size === 1 && service !== undefined ? { service: service.toWellFormed() } : {},
      outcome: 'ok',
      details: {
        count: own.length,
        alerts: own.slice(0, AUDITED_MAX).map(({ alert, from }): Json => [alert.id, from, alert.state]),
      },
    };
  });
}
