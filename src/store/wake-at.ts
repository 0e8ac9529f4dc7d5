import { nextReminderAt } from '../core/reminders.ts';
import type { Run, RunStatus } from '../core/run.ts';

const WORKING: ReadonlySet<RunStatus> = new Set(['pending', 'observing', 'running']);

/** When somebody should look at the run without being told to; undefined: only when a person does something. */
export function wakeAt(run: Run): number | undefined {
  if (WORKING.has(run.status)) return run.cancelRequestedBy === undefined ? (run.parkedUntil ?? 0) : 0;
  return run.status === 'awaiting_approval' ? (nextReminderAt(run) ?? run.expiresAt) : undefined;
}
