import type { Choice, RunStep } from '../core/run.ts';
import type { EngineDeps } from './deps.ts';
import { toFrozenError } from './freeze.ts';

/** Throws `conflict` while everything destructive is frozen. What decides is the same look in the transaction of each intent. */
export async function requireThawed({
  store,
  texts,
  inventory,
  clock,
}: Pick<EngineDeps, 'store' | 'texts' | 'inventory' | 'clock'>): Promise<void> {
  const freeze = await store.guards.findFreeze();
  if (freeze) throw toFrozenError(freeze, { texts, inventory, now: clock.now() });
}

/** Whether this answer leads straight to something destructive. */
export function wouldDestroy(choice: Choice, step: RunStep | undefined): boolean {
  return choice === 'rollback' || (choice === 'retry' && step?.plan.risk === 'destructive');
}
