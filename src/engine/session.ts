import { OpsError } from '../core/errors.ts';
import type { RunId } from '../core/ids.ts';
import { hasEnded, type Run } from '../core/run.ts';
import type { RunChange } from '../core/store.ts';
import { withAuditHead } from './audit-head.ts';
import type { EngineDeps } from './deps.ts';
import type { StepRunner } from './step-runner.ts';

export const LEASE_MS = 15_000;

/** Somebody else drives the run now, or it ended: what is in hand is dropped without a word. */
export class LostOwnership extends Error {}

/** One worker's hold on one run: every write and every outside call goes through its fence. */
export interface Session {
  readonly runId: RunId;
  readonly epoch: number;
  /** Somebody had asked to cancel when it was taken. */
  readonly wasCanceled: boolean;
  /** Aborted by a cancel or at shutdown. */
  readonly signal: AbortSignal;
  /** Writes only while the run is still ours; throws LostOwnership otherwise. */
  update(decide: (run: Run) => RunChange | undefined): Promise<Run>;
  /** Right before an outside call that changes something. */
  requireOwnership(): Promise<Run>;
  now(): Date;
}

export interface SessionDeps extends EngineDeps {
  owner: string;
  runner: StepRunner;
}

/** Takes the run for this owner; undefined when a living owner has it or it does not need one. */
export async function openSession(
  runId: RunId,
  deps: SessionDeps,
  controller: AbortController,
): Promise<Session | undefined> {
  const { store, clock, owner } = deps;
  const now = (): Date => clock.now();
  const claimed = await store.runs.update(runId, now(), (run) => {
    const isTaken = run.owner !== undefined && run.owner !== owner && (run.leaseUntil ?? 0) >= now().getTime();
    if (isTaken || run.endedAt !== undefined) return undefined;
    return { run: { owner, epoch: run.epoch + 1, leaseUntil: now().getTime() + LEASE_MS }, audit: [] };
  });
  if (claimed.owner !== owner || claimed.endedAt !== undefined) return undefined;
  const { epoch } = claimed;
  const isOurs = (run: Run): boolean => run.owner === owner && run.epoch === epoch;

  return {
    runId,
    epoch,
    wasCanceled: claimed.cancelRequestedBy !== undefined,
    signal: controller.signal,
    now,
    async update(decide) {
      let hasJustEnded = false;
      const run = await store.runs.update(runId, now(), (current) => {
        if (!isOurs(current)) throw new LostOwnership();
        const change = decide(current);
        if (!change) return undefined;
        // An end or a wait gives the run back in the same transaction.
        hasJustEnded = change.run?.status !== undefined && hasEnded(change.run.status);
        const held = { ...change, run: { leaseUntil: now().getTime() + LEASE_MS, ...change.run } };
        return withAuditHead(held, current, deps.inventory);
      });
      if (hasJustEnded) deps.metrics.runEnded({ runbook: run.runbook, outcome: run.ending ?? run.status });
      deps.onMessages();
      return run;
    },
    async requireOwnership() {
      const run = await store.runs.find(runId);
      if (!run || !isOurs(run)) throw new LostOwnership();
      if (run.cancelRequestedBy !== undefined) throw new OpsError('conflict', deps.texts.runs.canceledBefore);
      return run;
    },
  };
}
