import { nextReminderAt } from '../core/reminders.ts';
import { findNextGate, hasEnded, isDone, type Run, type RunStep } from '../core/run.ts';

/** What the worker does next with a run. */
export type Move =
  | { kind: 'wait' }
  | { kind: 'expire' }
  /** Nobody has decided yet: people are called again. */
  | { kind: 'remind' }
  | { kind: 'cancel' }
  /** A step was begun by somebody who is gone. */
  | { kind: 'recover'; step: RunStep }
  | { kind: 'observe' }
  | { kind: 'act'; step: RunStep }
  | { kind: 'finish' };

/** Pure: the state of a run says what comes next, whoever asks and however often the process was started in between. */
export function nextMove(run: Run, now: number): Move {
  if (hasEnded(run.status)) return { kind: 'wait' };
  if (run.status === 'needs_attention') return { kind: 'wait' };
  if (run.status === 'awaiting_approval') {
    if (run.expiresAt !== undefined && run.expiresAt <= now) return { kind: 'expire' };
    return { kind: (nextReminderAt(run) ?? Infinity) <= now ? 'remind' : 'wait' };
  }
  const orphan = run.steps.find((step) => step.status === 'running' && step.epoch < run.epoch);
  if (orphan) return { kind: 'recover', step: orphan };
  if (run.cancelRequestedBy !== undefined) return { kind: 'cancel' };
  if (run.parkedUntil !== undefined && run.parkedUntil > now) return { kind: 'wait' };
  if (run.status === 'pending' || run.status === 'observing') return { kind: 'observe' };
  // On the way back, what failed on the way there stays as it was.
  const next = run.steps.slice(run.isRollingBack ? run.firstUndoStep : 0).find((step) => !isDone(step));
  if (!next) return { kind: 'finish' };
  const gate = findNextGate(run);
  return gate && next.index >= gate.before ? { kind: 'observe' } : { kind: 'act', step: next };
}

/** The reading steps that come before the next gate (or before the first step that acts, where no gate is). */
export function evidenceSteps(run: Run): readonly RunStep[] {
  const end = findNextGate(run)?.before ?? firstActing(run);
  const start = run.isRollingBack ? run.clearedUpTo : 0;
  return run.steps.slice(start, end).filter((step) => step.plan.risk === 'read');
}

/** The steps whose target is looked at before approval is asked. */
export function guardedSteps(run: Run): readonly RunStep[] {
  const gate = findNextGate(run);
  const start = gate?.before ?? firstActing(run);
  return run.steps.slice(start).filter((step) => step.plan.risk !== 'read' && !isDone(step));
}

function firstActing(run: Run): number {
  const index = run.steps.findIndex((step) => step.plan.risk !== 'read' && !isDone(step));
  return index === -1 ? run.steps.length : index;
}
