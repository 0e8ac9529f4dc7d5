import type { Actor } from '../core/actor.ts';
import type { Inventory } from '../core/inventory.ts';
import { undoableSteps, type Plan, type Run, type RunStep } from '../core/run.ts';
import type { RunChange } from '../core/store.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { cardMessage, entry } from './changes.ts';
import { findGate, hashPlan, toPlanSteps } from './plan.ts';
import type { StepTypes } from './step-types.ts';

interface Facts {
  actor: Actor;
  inventory: Inventory;
  steps: StepTypes;
  texts: Texts;
  now: Date;
}

/**
 * Turns the rest of a run into its way back: what was applied is undone, newest first, as further steps of the same run
 * with a gate of their own. Steps that were never begun are left out and marked so.
 */
export function rollBackChange(run: Run, { actor, inventory, steps, texts, now }: Facts): RunChange {
  const undo = toPlanSteps(
    undoableSteps(run).flatMap((step) => step.undo ?? []),
    steps,
    texts,
  );
  const offset = run.steps.length;
  const gate = findGate(undo, inventory.policies, offset);
  const plan: Plan = { steps: [...run.plan.steps, ...undo], gates: [...run.plan.gates, ...(gate ? [gate] : [])] };
  const newSteps = undo.map((step, index): RunStep => ({
    index: offset + index,
    plan: step,
    status: 'pending',
    attempt: 0,
    epoch: 0,
  }));
  const left = run.steps.filter((step) => step.status === 'pending');
  return {
    run: {
      plan,
      planHash: hashPlan(plan),
      isRollingBack: true,
      firstUndoStep: offset,
      status: 'observing',
      attention: undefined,
      binding: undefined,
      clearedUpTo: offset,
    },
    newSteps,
    steps: left.map((step) => ({
      index: step.index,
      status: 'skipped',
      note: 'skipped',
      noteBy: actor.person,
      noteReason: texts.runs.rollingBack,
      endedAt: now.getTime(),
    })),
    audit: [entry(run, actor, 'run.roll-back-requested', { details: { steps: undo.map((step) => step.description) } })],
    messages: [cardMessage(run)],
  };
}
