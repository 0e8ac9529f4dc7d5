import { systemActor } from '../core/actor.ts';
import type { Run } from '../core/run.ts';
import type { RunChange } from '../core/store.ts';
import { endRun } from './changes.ts';

/** Every step is done: the run succeeded, or found its way back. */
export function finishChange(run: Run, now: Date): RunChange {
  if (!run.isRollingBack) return endRun(run, now, { status: 'succeeded', ending: 'done', actor: systemActor });
  const end = endRun(run, now, { status: 'failed', ending: 'rolled_back', actor: systemActor });
  const undone = run.steps.filter((step) => step.undo && step.undo.length > 0 && step.index < (run.firstUndoStep ?? 0));
  return { ...end, steps: undone.map(({ index }) => ({ index, status: 'undone' as const })) };
}
