import type { KnownBlock, SectionBlock } from '@slack/types';
import { stateOf, type AlertGroup, type AlertState, type Severity } from '../core/alert.ts';
import { formatDuration } from '../core/duration.ts';
import { redact } from '../core/redact.ts';
import { alertButtons } from './alert-buttons.ts';
import type { AlertContext, AlertFacts } from './alert-context.ts';
import { alertLinks } from './alert-links.ts';
import type { CardContext, Rendered } from './card-context.ts';
import { toMention, toTime } from './card-words.ts';
import { clamp } from './clamp.ts';
import { escapeText, neutraliseBackticks } from './escape.ts';

/** As many members as are shown one by one. */
export const MEMBERS_SHOWN = 8;

const SIGNS: Record<Severity, string> = { critical: '🔴', error: '🟠', warning: '🟡', info: '🔵', none: '⚪' };
const STATE_SIGNS: Partial<Record<AlertState, string>> = {
  resolved: '✅',
  flapping: '🔁',
  stale: '⚫',
  silenced: '🔇',
};

/** The one message of a group. The same facts and time give the same message; nothing foreign in it mentions or links. */
export function renderAlert(facts: AlertFacts, context: AlertContext): Rendered {
  const { group } = facts;
  const words = context.texts.alerts;
  const moved = context.askedIn === undefined ? [] : [words.movedHere({ channel: `<#${context.askedIn}>` })];
  const buttons = alertButtons(facts, context);
  const lines = [
    [headLine(facts, context), factsLine(facts, context), ...moved].join('\n'),
    detail(facts, context),
    memberLines(facts, context).join('\n'),
    alertLinks(facts.members[0], context.texts),
    flapLine(facts, context),
    claimLine(facts, context),
    silenceLine(facts.group, context),
  ].filter((text) => text !== '');
  const blocks: KnownBlock[] = [...lines.map(toSection), ...(buttons ? [buttons] : [])];
  const summary = facts.members[0]?.summary ?? facts.members[0]?.description ?? '';
  const parts = [
    `${words.severity[severityOf(facts)]}: ${line(titleOf(group, context), 150, context)}`,
    words.state[stateOf(facts.counts)],
    ...(group.service === undefined ? [] : [line(group.service, 80, context)]),
    ...(summary === '' ? [] : [line(summary, 300, context)]),
  ];
  return { text: parts.join(' · '), blocks };
}

/** URLs and names in foreign text stay what they are: text. */
const toSection = (text: string): SectionBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text, verbatim: true },
  expand: true,
});

const write = (grapheme: string): string => neutraliseBackticks(escapeText(grapheme));

/** Foreign text on one line, without what looks like a secret. */
const line = (text: string, max: number, { texts }: CardContext): string =>
  clamp(redact(text).replace(/\s+/g, ' ').trim(), max, { more: texts.alerts.more, write });

const titleOf = (group: AlertGroup, { texts }: CardContext): string => group.title || texts.alerts.unnamed;

/** Of what is still open, if anything is. */
const severityOf = ({ group, members }: AlertFacts): Severity =>
  group.open > 0 ? (members[0]?.severity ?? group.worst) : group.worst;

function headLine(facts: AlertFacts, context: AlertContext): string {
  const { group, counts } = facts;
  const words = context.texts.alerts;
  const state = stateOf(counts);
  const severity = severityOf(facts);
  const parts = [
    `${STATE_SIGNS[state] ?? SIGNS[severity]} *${words.severity[severity]}*`,
    `*${line(titleOf(group, context), 150, context)}*`,
    `*${words.state[state]}*`,
  ];
  if (group.flaps > 0) parts.push(words.again({ count: group.flaps + 1 }));
  return parts.join(' · ');
}

function factsLine({ group, members }: AlertFacts, context: AlertContext): string {
  const { texts, inventory, now } = context;
  const words = texts.alerts;
  const begin = Math.min(group.createdAt, ...members.map(({ startsAt }) => startsAt));
  const parts = [
    group.service === undefined ? words.unmapped : words.service({ service: line(group.service, 100, context) }),
    words.since({ time: toTime(begin, inventory, now) }),
  ];
  if (group.open === 0 && group.resolvedAt !== undefined) {
    const duration = formatDuration(Math.max(0, group.resolvedAt - begin));
    parts.push(words.resolvedAt({ time: toTime(group.resolvedAt, inventory, now), duration }));
  }
  if (group.total > 1) parts.push(words.counts({ open: group.open, total: group.total }));
  if (group.unlisted > 0) parts.push(words.unlisted({ count: group.unlisted }));
  parts.push(words.from({ source: line(group.source, 60, context) }));
  return parts.join(' · ');
}

/** Of the worst member that is still open. */
function detail({ members }: AlertFacts, context: AlertContext): string {
  const [first] = members;
  if (!first) return '';
  const words = context.texts.alerts;
  const text = (foreign: string, max: number): string =>
    clamp(redact(foreign).trim(), max, { more: words.more, write });
  const values = Object.entries(first.values).map(([name, value]) => `${name} ${value}`);
  return [
    ...(first.summary === undefined ? [] : [text(first.summary, 600)]),
    ...(first.description === undefined || first.description === first.summary ? [] : [text(first.description, 1_500)]),
    ...(values.length === 0 ? [] : [words.values({ values: line(values.slice(0, 10).join(', '), 400, context) })]),
  ].join('\n');
}

/** One line each, for a group of several. */
function memberLines({ group, members }: AlertFacts, context: AlertContext): string[] {
  if (group.total < 2) return [];
  const words = context.texts.alerts;
  const shown = members.slice(0, MEMBERS_SHOWN).map((member) => {
    const sign = STATE_SIGNS[member.state] ?? SIGNS[member.severity];
    const state = member.state === 'firing' ? '' : ` (${words.state[member.state]})`;
    const name = [member.title || words.unnamed, member.host ?? ''].filter((part) => part !== '').join(' · ');
    const summary = member.summary === undefined ? '' : ` ${line(member.summary, 120, context)}`;
    return `${sign} ${line(name, 120, context)}${state}${summary}`;
  });
  const rest = group.total - shown.length;
  return rest > 0 ? [...shown, words.more({ count: rest })] : shown;
}

function claimLine({ group, counts }: AlertFacts, { texts, inventory, now }: AlertContext): string {
  const { acknowledged } = group;
  if (!acknowledged) return '';
  const words = texts.alerts;
  const person = toMention(
    { person: acknowledged.person, ...(acknowledged.slackId !== undefined && { slackId: acknowledged.slackId }) },
    inventory,
  );
  const duration = formatDuration(Math.max(0, acknowledged.at - group.createdAt));
  const claim = words.acknowledgedBy({ person, time: toTime(acknowledged.at, inventory, now), duration });
  const fresh = (counts.states.firing ?? 0) + (counts.states.reopened ?? 0);
  return fresh > 0 ? `${claim} · ${words.newSince({ count: fresh })}` : claim;
}

function flapLine({ counts, members }: AlertFacts, { texts, inventory, now }: AlertContext): string {
  const words = texts.alerts;
  const { flapping: count = 0 } = counts.states;
  if (count === 0) return '';
  const first = members.find(({ flapping }) => flapping !== undefined);
  if (count > 1 || !first?.flapping) return words.flapThread({ count });
  const { flapping, status, changedAt } = first;
  const last = `${words.state[status]} ${words.since({ time: toTime(changedAt, inventory, now) })}`;
  return `${words.flapThread({ count })} ${words.flapNow({ changes: flapping.changes, last })}`;
}

function silenceLine({ silenced, open }: AlertGroup, { texts, inventory, now }: AlertContext): string {
  if (!silenced || open === 0) return '';
  const words = texts.alerts;
  const { person, slackId } = silenced;
  const who = toMention({ person, ...(slackId !== undefined && { slackId }) }, inventory);
  const line = words.silencedBy({ person: who, until: toTime(silenced.until, inventory, now) });
  return silenced.ids.length > 0 ? line : `${line} (${words.silencedHere})`;
}
