import type { RecentMove, Run } from '../core/run.ts';
import type { EngineDeps } from './deps.ts';

/** More runs of one service than can have acted within its time. */
const LOOKED_AT = 50;

/**
 * The move of the service that another run made a short while before this one would: moving back and forth does more harm
 * than waiting. Taking back what the same run did is no such move.
 */
export async function findRecentMove(
  run: Run,
  { store, inventory, runbooks, clock }: Pick<EngineDeps, 'store' | 'inventory' | 'runbooks' | 'clock'>,
): Promise<RecentMove | undefined> {
  const { antiFlapMs = 0 } = inventory.services[run.service] ?? {};
  const moving = runbooks.filter(({ isMove }) => isMove).map(({ name }) => name);
  if (antiFlapMs === 0 || run.isRollingBack || !moving.includes(run.runbook)) return undefined;
  const since = clock.now().getTime() - antiFlapMs;
  const others = await store.runs.list({ service: run.service, runbooks: moving, limit: LOOKED_AT });
  const moves = others.flatMap((other) => {
    const at = movedAt(other);
    return other.id === run.id || at === undefined || at < since ? [] : [{ run: other.id, runbook: other.runbook, at }];
  });
  return moves.toSorted((a, b) => b.at - a.at)[0];
}

/** When a run last did something destructive: done, attested, found done, or taken back since. */
function movedAt(run: Run): number | undefined {
  const done = run.steps.filter(
    ({ plan, status }) => plan.risk === 'destructive' && (status === 'succeeded' || status === 'undone'),
  );
  return done.length === 0 ? undefined : Math.max(...done.map(({ endedAt = 0 }) => endedAt));
}
