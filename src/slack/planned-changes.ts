import { findNextGate, gateEnd, isDone, type Run } from '../core/run.ts';

/** What an approval would set going, as it was described in the plan. */
export function plannedChanges(run: Run): string {
  const gate = findNextGate(run);
  const steps = gate ? run.steps.slice(gate.before, gateEnd(run, gate)) : [];
  return steps
    .filter((step) => step.plan.risk !== 'read' && !isDone(step))
    .map((step) => step.plan.description)
    .join('; ');
}
