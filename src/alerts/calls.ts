import { firesSince, type AlertGroup, type Called } from '../core/alert.ts';
import type { EscalationStep, MailFollowUp } from '../core/inventory.ts';
import { PRIORITY, type MessageDraft } from '../core/message.ts';
import type { MailNews } from '../core/ports/mailer.ts';

/** Body of a wanted mail: what is not read from the group when it is sent. */
export interface MailBody {
  stage: string;
  since: number;
  to: string;
  recipients: readonly string[];
  news: MailNews;
}

/** Another channel and addresses, called by a step. */
export function toCalled(
  { mail = [], channel, mention }: EscalationStep,
  { stage, afterMs, followUps }: { stage: string; afterMs: number; followUps: readonly MailFollowUp[] },
): Called[] {
  return [
    ...(channel === undefined ? [] : [{ stage, channel, mention, afterMs }]),
    ...mail.map((address) => ({ stage, mail: address, followUps })),
  ];
}

/** The messages in other channels, drawn anew from the group as it is. */
export function toCalls(group: AlertGroup): MessageDraft[] {
  const called = (group.called ?? []).flatMap(({ stage, channel }) =>
    channel === undefined ? [] : [{ stage, channel }],
  );
  return called.map(({ stage, channel }) => ({
    key: `${group.id}/call/${stage}`,
    kind: 'alert_call',
    channel,
    body: { stage },
    priority: PRIORITY.critical,
  }));
}

/** The mails of one step, one for each address. */
export function toMails(group: AlertGroup, stage: string, afterMs: number): MessageDraft[] {
  const own = (group.called ?? []).filter((one) => one.stage === stage);
  return draftMails(group, own, { stage, news: { kind: 'unclaimed', afterMs } });
}

/**
 * Somebody took the alert, or it is over: what is mailed of that to whom a mail had reached. Each once; the group remembers
 * what is still to be told.
 */
export function tellMailed(
  group: AlertGroup,
  news: Exclude<MailNews, { kind: 'unclaimed' }>,
): { group: AlertGroup; messages: MessageDraft[] } {
  const wish = news.kind === 'resolved' ? 'resolved' : 'acknowledged';
  const isTold = ({ at, followUps = [] }: Called): boolean => at !== undefined && followUps.includes(wish);
  const { called = [] } = group;
  const told = called.filter(isTold);
  if (told.length === 0) return { group, messages: [] };
  const after = called.map((one) =>
    isTold(one) ? { ...one, followUps: (one.followUps ?? []).filter((other) => other !== wish) } : one,
  );
  const stage = `${wish}-${firesSince(group)}`;
  return { group: { ...group, called: after }, messages: draftMails(group, told, { stage, news }) };
}

function draftMails(
  group: AlertGroup,
  called: readonly Called[],
  { stage, news }: { stage: string; news: MailNews },
): MessageDraft[] {
  const recipients = [...new Set(called.flatMap(({ mail }) => mail ?? []))];
  return recipients.map((to): MessageDraft => {
    const body: MailBody = { stage, since: firesSince(group), to, recipients, news };
    return { key: `${group.id}/mail/${stage}/${to}`, kind: 'mail', channel: 'mail', body: { ...body } };
  });
}
