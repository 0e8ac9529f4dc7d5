import { systemActor } from '../core/actor.ts';
import type { OpsError } from '../core/errors.ts';
import type { Run, RunStep } from '../core/run.ts';
import type { RunChange } from '../core/store.ts';
import { cardMessage, entry } from './changes.ts';

const FIRST_DELAY_MS = 2_000;
const MAX_DELAY_MS = 30_000;
/** After this long, a provider that is down is a person's question. */
const PATIENCE_MS = 10 * 60_000;
/** However long a provider wants to be left alone. */
const MAX_ASKED_MS = 5 * 60_000;

/** A place that provably did nothing may be asked again without harm. */
export function shouldPark(error: OpsError): boolean {
  return error.code === 'unreachable';
}

/** Lets the run wait for a provider that is down, and says so; undefined when patience is over. */
export function parkChange(run: Run, step: RunStep, error: OpsError, now: Date): RunChange | undefined {
  const since = run.parkedSince ?? now.getTime();
  const waited = now.getTime() - since;
  if (waited >= PATIENCE_MS) return undefined;
  const asked = error.details['retryAfterMs'];
  const delayMs = Math.min(MAX_DELAY_MS, Math.max(FIRST_DELAY_MS, waited), PATIENCE_MS - waited + FIRST_DELAY_MS);
  const parkedUntil =
    now.getTime() + (typeof asked === 'number' ? Math.max(Math.min(asked, MAX_ASKED_MS), delayMs) : delayMs);
  return {
    run: { parkedSince: since, parkedUntil, parkedReason: error.message, owner: undefined, leaseUntil: undefined },
    // It provably did nothing, so there is nothing to take back.
    steps: [{ index: step.index, status: 'pending', undo: undefined }],
    audit: [
      entry(run, systemActor, 'run.parked', {
        step,
        outcome: 'failed',
        details: { message: error.message, parkedUntil },
      }),
    ],
    messages: [cardMessage(run)],
  };
}
