import { firesSince, type AlertGroup, type Called } from '../core/alert.ts';
import type { AlertChange } from '../core/alert-store.ts';
import type { AuditDraft } from '../core/audit.ts';
import { formatLocalTime } from '../core/local-time.ts';
import { PRIORITY, type MessageDraft } from '../core/message.ts';
import type { MailNews } from '../core/ports/mailer.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { tellMailed, type MailBody } from './calls.ts';
import { toMessage } from './group-messages.ts';

export interface MailFacts {
  key: string;
  body: MailBody;
  texts: Texts;
  timezone: string;
}

/** The server took it. Whoever was woken for what was taken or over meanwhile is told that at once. */
export function settleMail(group: AlertGroup, facts: MailFacts, at: number): AlertChange {
  const { failure: _, ...rest } = findCalled(group, facts.body) ?? {};
  const after = putCalled(group, facts.body, { ...rest, at });
  const news = facts.body.news.kind === 'unclaimed' ? findNews(after, at) : undefined;
  const told = news ? tellMailed(after, news) : { group: after, messages: [] };
  return {
    groups: [told.group],
    audit: [toEntry(group, facts.body, 'ok')],
    messages: [...toNote(after, facts, new Date(at)), ...told.messages],
    settled: [facts.key],
  };
}

/** It was not taken. Said once for each reason; the tries between are in the log. */
export function failMail(
  group: AlertGroup,
  facts: MailFacts,
  { reason, isForGood, now }: { reason: string; isForGood: boolean; now: Date },
): AlertChange {
  const settled = isForGood ? [facts.key] : [];
  const { texts, body } = facts;
  const failure = isForGood
    ? texts.mail.refusedFor({ to: body.to, reason })
    : texts.mail.notSent({ to: body.to, reason });
  const known = findCalled(group, body);
  if (!isForGood && known?.failure === failure) return { audit: [], messages: [] };
  const after = putCalled(group, body, { ...known, failure });
  return {
    groups: [after],
    audit: [toEntry(group, body, 'failed', { reason, isForGood })],
    messages: toNote(after, facts, now),
    settled,
  };
}

/** Not sent at all: somebody took the alert before the server could be reached, or it is over. */
export function dropMail(group: AlertGroup, { key, body }: MailFacts): AlertChange {
  const reason = group.open === 0 ? 'resolved' : group.silenced ? 'silenced' : 'acknowledged';
  return { audit: [toEntry(group, body, 'refused', { reason })], messages: [], settled: [key] };
}

function findCalled({ called = [] }: AlertGroup, { stage, to }: MailBody): Partial<Called> | undefined {
  return called.find((one) => one.stage === stage && one.mail === to);
}

function putCalled(group: AlertGroup, { stage, to }: MailBody, change: Partial<Called>): AlertGroup {
  const { called } = group;
  if (!called) return group;
  return {
    ...group,
    called: called.map((one) => (one.stage === stage && one.mail === to ? { stage, mail: to, ...change } : one)),
  };
}

/** What a group has come to since it was called for. */
function findNews(group: AlertGroup, now: number): Exclude<MailNews, { kind: 'unclaimed' }> | undefined {
  const { open, resolvedAt = now, silenced, acknowledged } = group;
  const since = firesSince(group);
  if (open === 0) return { kind: 'resolved', afterMs: resolvedAt - since };
  const taken = silenced ?? acknowledged;
  if (!taken) return undefined;
  return { kind: silenced ? 'silenced' : 'acknowledged', person: taken.person, afterMs: taken.at - since };
}

/** One note for a step in the alert's thread, edited as its mails come to something; that follow-ups went out is no news. */
function toNote(group: AlertGroup, { body, texts, timezone }: MailFacts, now: Date): MessageDraft[] {
  const lines = (group.called ?? []).flatMap(({ stage, mail, at, failure }) => {
    if (stage !== body.stage || mail === undefined) return [];
    if (at !== undefined) return [texts.mail.sent({ to: mail, time: formatLocalTime(new Date(at), now, timezone) })];
    return failure ?? [];
  });
  if (lines.length === 0) return [];
  return [
    {
      key: `${group.id}/mailed/${body.stage}`,
      kind: 'alert_note',
      channel: group.channel,
      parentKey: toMessage(group).key,
      body: { text: lines.join('\n') },
      priority: PRIORITY.news,
    },
  ];
}

function toEntry(
  { id, service }: AlertGroup,
  { to, stage, news }: MailBody,
  outcome: AuditDraft['outcome'],
  more: { reason?: string; isForGood?: boolean } = {},
): AuditDraft {
  return {
    actor: 'system',
    via: 'system',
    act: 'alert.mailed',
    subject: service === undefined ? {} : { service },
    outcome,
    details: { group: id, stage, to, news: news.kind, ...more },
  };
}
