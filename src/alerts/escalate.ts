import { firesSince, isOpen, type AlertGroup } from '../core/alert.ts';
import type { AlertChange, AlertStore } from '../core/alert-store.ts';
import { formatDuration } from '../core/duration.ts';
import type { AlertsConfig, EscalationStep } from '../core/inventory.ts';
import type { HttpClient } from '../core/ports/http-client.ts';
import type { Log } from '../core/ports/log.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { toCalled, toCalls, toMails } from './calls.ts';
import { toNews } from './group-messages.ts';

const REMIND_AFTER_MS = 1_800_000;
const OPEN_MAX = 500;
const TIMEOUT_MS = 5_000;

interface Deps {
  store: AlertStore;
  config: AlertsConfig;
  http: HttpClient;
  texts: Texts;
  log: Log;
}

/**
 * Tells more people, by the inventory's steps, of a critical alert that nobody took; and whoever took one, when it is not over
 * after half an hour. Each once for each time that it fires. True when messages are wanted.
 */
export async function escalate(deps: Deps, now: Date): Promise<boolean> {
  const { store, config, texts } = deps;
  const open = await store.listOpen({ limit: OPEN_MAX });
  let isWanted = false;
  for (const { id } of open) {
    let step: EscalationStep | undefined;
    const seen = open.find((group) => group.id === id);
    if (!seen || !isDue(seen, config, now) || !(await isFiringNow(seen, store))) continue;
    await store.updateGroup(id, now, (group) => {
      step = findStep(group, config, now);
      return step ? widen(group, step, { now, texts, config }) : remind(group, { now, texts });
    });
    isWanted = true;
    if (step?.webhook !== undefined) await post(seen, step.webhook, deps);
  }
  return isWanted;
}

/** What flaps calls nobody in a moment in which it is resolved. */
async function isFiringNow({ id, flapping }: AlertGroup, store: AlertStore): Promise<boolean> {
  if (!flapping) return true;
  const members = await store.listMembers(id, OPEN_MAX);
  return members.some(({ state, status }) => isOpen(state) && (state !== 'flapping' || status === 'firing'));
}

const isDue = (group: AlertGroup, config: AlertsConfig, now: Date): boolean =>
  findStep(group, config, now) !== undefined || isReminderDue(group, now);

function findStep(group: AlertGroup, { escalation = [] }: AlertsConfig, now: Date): EscalationStep | undefined {
  if (group.worst !== 'critical' || group.open === 0 || group.acknowledged || group.silenced) return undefined;
  const step = escalation[group.escalated ?? 0];
  return step && now.getTime() - firesSince(group) >= step.afterMs ? step : undefined;
}

function isReminderDue(group: AlertGroup, now: Date): boolean {
  const { acknowledged, isReminded, silenced, open } = group;
  return (
    open > 0 &&
    acknowledged !== undefined &&
    !isReminded &&
    !silenced &&
    now.getTime() - acknowledged.at >= REMIND_AFTER_MS
  );
}

function widen(
  group: AlertGroup,
  step: EscalationStep,
  { now, texts, config }: { now: Date; texts: Texts; config: AlertsConfig },
): AlertChange {
  const level = (group.escalated ?? 0) + 1;
  const stage = `step-${level}-${firesSince(group)}`;
  const afterMs = now.getTime() - firesSince(group);
  const title = group.title || texts.alerts.unnamed;
  const text = texts.alerts.escalated({ title, duration: formatDuration(afterMs) });
  const called = [
    ...(group.called ?? []),
    ...toCalled(step, { stage, afterMs, followUps: config.mail?.followUps ?? [] }),
  ];
  const { subject = toSubject(group, texts) } = group;
  const after = { ...group, escalated: level, ...(called.length > 0 && { called, subject }) };
  return {
    groups: [after],
    audit: [
      {
        actor: 'system',
        via: 'system',
        act: 'alert.escalated',
        subject: group.service === undefined ? {} : { service: group.service },
        outcome: 'ok',
        details: {
          group: group.id,
          step: level,
          mention: step.mention,
          ...(step.channel !== undefined && { channel: step.channel }),
          ...(step.mail && { mail: step.mail }),
        },
      },
    ],
    messages: [
      toNews(group, { name: stage, text, mention: step.mention }),
      ...toCalls({ ...after, called: called.filter((one) => one.stage === stage) }),
      ...toMails(after, stage, afterMs),
    ],
  };
}

function toSubject({ worst, title, service }: AlertGroup, { alerts, mail }: Texts): string {
  return mail.subject({ severity: alerts.severity[worst], title: title || alerts.unnamed, service });
}

function remind(group: AlertGroup, { now, texts }: { now: Date; texts: Texts }): AlertChange {
  if (!isReminderDue(group, now)) return { audit: [], messages: [] };
  const text = texts.alerts.reminder({ title: group.title || texts.alerts.unnamed });
  const { slackId, at = 0 } = group.acknowledged ?? {};
  return {
    groups: [{ ...group, isReminded: true }],
    audit: [],
    messages: [toNews(group, { name: `reminder-${at}`, text, mention: slackId === undefined ? [] : [slackId] })],
  };
}

async function post(group: AlertGroup, url: string, { http, texts, log }: Deps): Promise<void> {
  const json = {
    text: texts.alerts.escalated({ title: group.title, duration: '' }).trim(),
    group: group.id,
    title: group.title,
    service: group.service ?? null,
    severity: group.worst,
    open: group.open,
  };
  try {
    const { status } = await http.send({ url, method: 'POST', json, timeoutMs: TIMEOUT_MS });
    if (status >= 300) log.error({ group: group.id, status }, 'escalation was refused');
  } catch (err) {
    log.error({ group: group.id, err }, 'escalation did not arrive');
  }
}
