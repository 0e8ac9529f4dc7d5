import type { Actor } from '../core/actor.ts';
import { OpsError } from '../core/errors.ts';
import type { Inventory } from '../core/inventory.ts';
import type { Answer } from '../core/ports/runs.ts';
import { choicesOf, type Run, type RunStep } from '../core/run.ts';
import type { RunChange } from '../core/store.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { cardMessage, endRun, entry } from './changes.ts';
import { requireAsked, skipGate, skipSubject, voter } from './decisions.ts';
import { requireVote, type Vetted } from './policy-check.ts';
import { rollBackChange } from './roll-back.ts';
import type { StepTypes } from './step-types.ts';

export interface AnswerFacts {
  actor: Actor;
  vetted: Vetted;
  inventory: Inventory;
  steps: StepTypes;
  texts: Texts;
  now: Date;
}

/** What a person's answer to a run that stands still changes. `conflict` when the run asks for something else by now. */
export function answerChange(run: Run, answer: Answer, facts: AnswerFacts): RunChange {
  const step = requireAsked(run, answer, facts.texts);
  const allowed = choicesOf(run);
  if (!allowed.includes(answer.choice))
    throw new OpsError('conflict', facts.texts.runs.oldCard, { hint: facts.texts.runs.oldCardHint });
  switch (answer.choice) {
    case 'retry':
      return {
        ...again(run, step),
        audit: [entry(run, facts.actor, 'step.retried', { step })],
        messages: [cardMessage(run)],
      };
    case 'skip':
      return skipChange(run, step, answer.reason, facts);
    case 'rollback':
      return rollBackChange(run, facts);
    case 'abort':
      return endRun(run, facts.now, {
        status: 'failed',
        ending: 'aborted',
        actor: facts.actor,
        reason: run.steps[answer.step]?.error?.message,
      });
    case 'happened':
      return attestChange(run, step, facts);
    case 'did_not':
      return {
        run: { attention: { kind: 'interrupted', step: step.index } },
        steps: [{ index: step.index, status: 'failed', undo: undefined }],
        audit: [entry(run, facts.actor, 'step.attested', { step, outcome: 'failed', details: { happened: false } })],
        messages: [cardMessage(run)],
      };
  }
}

/** Before the gate everything is looked at again; after it, just this step. */
function again(run: Run, step: RunStep): Pick<RunChange, 'run' | 'steps'> {
  const isBeforeGate = step.index >= run.clearedUpTo;
  const stale = isBeforeGate
    ? run.steps.filter((other) => other.plan.risk === 'read' && other.index <= step.index && other.note !== 'skipped')
    : [];
  const reset = new Set([step.index, ...(run.isRollingBack ? [] : stale.map((other) => other.index))]);
  return {
    run: { status: isBeforeGate ? 'observing' : 'running', attention: undefined, notice: undefined },
    steps: [...reset].map((index) => ({
      index,
      status: 'pending' as const,
      error: undefined,
      endedAt: undefined,
      // A look is no attempt of the step; counted as one, answers to the earlier look no longer fit.
      ...(isBeforeGate && index === step.index && step.plan.risk !== 'read' && { attempt: step.attempt + 1 }),
    })),
  };
}

function skipChange(run: Run, step: RunStep, reason: string | undefined, facts: AnswerFacts): RunChange {
  const { actor, texts, now } = facts;
  if (!reason?.trim()) throw new OpsError('invalid_input', texts.runs.reasonNeeded);
  const gate = skipGate(step, facts.inventory);
  const subject = skipSubject(step);
  const { vetted, inventory } = facts;
  const verdict = gate && requireVote(run, { gate, subject, actor, vetted, people: inventory.people }, texts);
  const audit = [entry(run, actor, 'step.skip-approved', { step, details: { reason } })];
  const vote = verdict && {
    ...voter(actor),
    decision: 'skip' as const,
    subject,
    reason,
    fills: verdict.fills,
    at: now.getTime(),
  };
  if (verdict && verdict.approvals < verdict.needed)
    return { ...(vote && { vote }), audit, messages: [cardMessage(run)] };
  const isBeforeGate = step.index >= run.clearedUpTo;
  return {
    ...(vote && { vote }),
    run: { status: isBeforeGate ? 'observing' : 'running', attention: undefined },
    steps: [
      {
        index: step.index,
        status: 'skipped',
        note: 'skipped',
        noteBy: actor.person,
        noteReason: reason,
        endedAt: now.getTime(),
      },
    ],
    audit: [...audit, entry(run, actor, 'step.skipped', { step, details: { reason } })],
    messages: [cardMessage(run)],
  };
}

function attestChange(run: Run, step: RunStep, { actor, now }: AnswerFacts): RunChange {
  return {
    run: { status: 'running', attention: undefined },
    steps: [
      {
        index: step.index,
        status: 'succeeded',
        note: 'attested',
        noteBy: actor.person,
        error: undefined,
        endedAt: now.getTime(),
      },
    ],
    audit: [entry(run, actor, 'step.attested', { step, details: { happened: true } })],
    messages: [cardMessage(run)],
  };
}
