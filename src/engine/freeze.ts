import { systemActor } from '../core/actor.ts';
import { OpsError } from '../core/errors.ts';
import type { Freeze } from '../core/guards.ts';
import type { Inventory } from '../core/inventory.ts';
import { formatLocalTime } from '../core/local-time.ts';
import type { Run, RunStep } from '../core/run.ts';
import type { RunChange } from '../core/store.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { cardMessage, endRun, entry, UNPARKED } from './changes.ts';

interface Facts {
  texts: Texts;
  inventory: Pick<Inventory, 'timezone'>;
  now: Date;
}

/** Why nothing destructive may be asked for, approved or done, and how to end that. */
export function toFrozenError({ person, reason, since }: Freeze, { texts, inventory, now }: Facts): OpsError {
  const time = formatLocalTime(new Date(since), now, inventory.timezone);
  return new OpsError('conflict', texts.guards.frozen({ person, reason, time }), { hint: texts.guards.frozenHint });
}

/** Stops a run before its next destructive step; whoever ends the freeze lets it go on by Retry. */
export function frozenChange(run: Run, step: RunStep, freeze: Freeze | undefined, now: Date): RunChange {
  if (run.cancelRequestedBy !== undefined) {
    const actor = { person: run.cancelRequestedBy, via: systemActor.via };
    return endRun(run, now, { status: 'canceled', ending: 'canceled', actor });
  }
  return {
    run: {
      status: 'needs_attention',
      attention: { kind: 'frozen', step: step.index },
      owner: undefined,
      leaseUntil: undefined,
      ...UNPARKED,
    },
    audit: [
      entry(run, systemActor, 'step.frozen', {
        step,
        outcome: 'refused',
        details: { freeze: freeze?.id ?? null },
      }),
    ],
    messages: [cardMessage(run)],
  };
}

export function isFrozenError(thrown: unknown): boolean {
  return thrown instanceof OpsError && thrown.details['isFrozen'] === true;
}
