import type { Actor } from '../core/actor.ts';
import type { AuditDraft } from '../core/audit.ts';
import type { OpsError } from '../core/errors.ts';
import type { Inventory } from '../core/inventory.ts';
import type { Json } from '../core/json.ts';
import type { MessageDraft } from '../core/message.ts';
import type { Ending, Run, RunError, RunStatus, RunStep } from '../core/run.ts';
import type { Output } from '../core/output.ts';
import type { RunChange } from '../core/store.ts';

export function cardKey(runId: string): string {
  return `${runId}/card`;
}

/** The run's one message, wanted anew. */
export function cardMessage(run: Pick<Run, 'id' | 'channel'>): MessageDraft {
  return { key: cardKey(run.id), kind: 'card', channel: run.channel, runId: run.id };
}

/** The card, and a pointer in the incidents channel when the run was asked for elsewhere. */
export function firstMessages(run: Run, inventory: Inventory): MessageDraft[] {
  const card = cardMessage(run);
  const { incidents } = inventory.slack.channels;
  if (run.channel === incidents || run.steps.every((step) => step.plan.risk === 'read')) return [card];
  return [card, { key: `${run.id}/pointer`, kind: 'pointer', channel: incidents, parentKey: card.key, runId: run.id }];
}

/** The detail of one attempt, for the thread. */
export function threadMessage(
  run: Run,
  step: RunStep,
  attempt: number | string,
  body: { heading: string; outputs: Json },
): MessageDraft {
  return {
    key: `${run.id}/step/${step.index}/${run.round}.${attempt}`,
    kind: 'thread',
    channel: run.channel,
    parentKey: cardKey(run.id),
    runId: run.id,
    body,
  };
}

export function toBody(step: RunStep, summary: string, outputs: readonly Output[]): { heading: string; outputs: Json } {
  return { heading: `${step.plan.title}: ${summary}`, outputs: outputs.map(({ title, text }) => ({ title, text })) };
}

export function entry(
  run: Pick<Run, 'id' | 'service'>,
  actor: Pick<Actor, 'person' | 'via' | 'account'>,
  act: string,
  more: { step?: RunStep; outcome?: AuditDraft['outcome']; details?: Json } = {},
): AuditDraft {
  const { step, outcome = 'ok', details = {} } = more;
  return {
    actor: actor.person,
    via: actor.via,
    act,
    subject: { service: run.service, run: run.id, ...(step && { step: `${step.index}:${step.plan.type}` }) },
    outcome,
    // Through a terminal, the account as well: root may have spoken for the person.
    details: actor.account === undefined ? details : { ...(details as object), account: actor.account },
  };
}

export function toRunError(error: OpsError, ref: string | undefined): RunError {
  return {
    code: error.code,
    message: error.message,
    ...(error.hint !== undefined && { hint: error.hint }),
    ...(ref !== undefined && { ref }),
  };
}

/** Ends a run: the owner goes, the gate closes, the card shows it. */
export function endRun(
  run: Run,
  now: Date,
  end: {
    status: RunStatus;
    ending: Ending;
    actor: Pick<Actor, 'person' | 'via' | 'account'>;
    reason?: string | undefined;
  },
): RunChange {
  return {
    run: {
      status: end.status,
      ending: end.ending,
      endedAt: now.getTime(),
      endingBy: end.actor.person,
      endingReason: end.reason,
      owner: undefined,
      leaseUntil: undefined,
      attention: undefined,
      expiresAt: undefined,
      ...UNPARKED,
    },
    audit: [
      entry(run, end.actor, `run.${end.status}`, {
        outcome: end.status === 'succeeded' ? 'ok' : 'failed',
        details: { ending: end.ending, ...(end.reason !== undefined && { reason: end.reason }) },
      }),
    ],
    messages: [cardMessage(run)],
  };
}

export const UNPARKED = { parkedUntil: undefined, parkedSince: undefined, parkedReason: undefined } as const;
