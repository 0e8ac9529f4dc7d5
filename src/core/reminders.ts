import type { Run } from './run.ts';

/** At one third of a gate's time its approvers are called again, at two thirds more people are. */
export const REMINDERS = 2;

/** When people are called again; undefined: not any more. Counted in the run's row, so that a restart neither repeats nor forgets one. */
export function nextReminderAt(
  run: Pick<Run, 'status' | 'gateOpenedAt' | 'expiresAt' | 'reminders'>,
): number | undefined {
  const { status, gateOpenedAt, expiresAt, reminders = 0 } = run;
  if (status !== 'awaiting_approval' || gateOpenedAt === undefined || expiresAt === undefined) return undefined;
  if (reminders >= REMINDERS) return undefined;
  return gateOpenedAt + Math.ceil(((expiresAt - gateOpenedAt) * (reminders + 1)) / (REMINDERS + 1));
}
