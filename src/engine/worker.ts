import { cardMessage } from './changes.ts';
import { newOwnerId, type RunId } from '../core/ids.ts';
import type { EngineDeps } from './deps.ts';
import { driveRun, type Hold } from './drive-run.ts';
import { LostOwnership, type SessionDeps } from './session.ts';
import { createStepRunner } from './step-runner.ts';

const TICK_MS = 1_000;
/** A destructive call in hand is given this long to end at shutdown; the step is probed at the next start otherwise. */
const GRACE_MS = 8_000;
const SHOWN_MAX = 50;
const OPEN = ['pending', 'observing', 'awaiting_approval', 'running', 'needs_attention'] as const;

interface Drive extends Hold {
  done: Promise<void>;
}

/** Finds runs with something to do and has each carried on. */
export interface Worker {
  start(): Promise<void>;
  stop(): Promise<void>;
  wake(): void;
  /** Another process wrote something: there may be more to do, or somebody canceled there what is under way here. */
  heed(): Promise<void>;
  /** Ends what is under way for a run whose cancelling was recorded. */
  interrupt(runId: RunId): void;
}

export function createWorker(engineDeps: EngineDeps): Worker {
  const deps: SessionDeps = { ...engineDeps, owner: newOwnerId(), runner: createStepRunner(engineDeps) };
  const { store, clock, log } = deps;
  const drives = new Map<RunId, Drive>();
  const stopping = new AbortController();
  let sleeping = new AbortController();
  let loop: Promise<void> = Promise.resolve();

  async function watch(): Promise<void> {
    while (!stopping.signal.aborted) {
      sleeping = new AbortController();
      try {
        for (const runId of await store.runs.listDue(clock.now(), deps.owner))
          if (!drives.has(runId) && (deps.mayDrive?.(runId) ?? true)) begin(runId);
      } catch (thrown) {
        log.error({ err: thrown }, 'store not readable');
      }
      await clock.sleep(TICK_MS, AbortSignal.any([sleeping.signal, stopping.signal]));
    }
  }

  function begin(runId: RunId): void {
    const drive: Drive = {
      controller: new AbortController(),
      isActing: false,
      isCancelable: false,
      done: Promise.resolve(),
    };
    drives.set(runId, drive);
    drive.done = carryOn(runId, drive).finally(() => {
      drives.delete(runId);
      // Something may have been decided between the last look and now.
      sleeping.abort();
    });
  }

  async function carryOn(runId: RunId, drive: Drive): Promise<void> {
    try {
      await driveRun(runId, drive, stopping.signal, deps);
    } catch (thrown) {
      if (thrown instanceof LostOwnership || drive.controller.signal.aborted) return;
      log.error({ run: runId, err: thrown }, 'run interrupted');
      await clock.sleep(TICK_MS, stopping.signal);
    }
  }

  return {
    async start() {
      const freed = await store.runs.freeAllOwners(clock.now());
      if (freed > 0) log.info({ runs: freed }, 'unfinished runs taken over');
      await showOpenRuns(deps).catch((thrown: unknown) => log.warn({ err: thrown }, 'cards not redrawn'));
      loop = watch();
    },
    async stop() {
      stopping.abort();
      for (const drive of drives.values()) if (!drive.isActing) drive.controller.abort(new LostOwnership());
      await loop;
      const all = Promise.allSettled([...drives.values()].map((drive) => drive.done));
      const grace = new AbortController();
      await Promise.race([all, clock.sleep(GRACE_MS, grace.signal)]);
      grace.abort();
    },
    wake: () => sleeping.abort(),
    async heed() {
      sleeping.abort();
      for (const [runId, drive] of drives) {
        // One that was canceled before it was taken is being brought to its end.
        if (!drive.isCancelable) continue;
        const run = await store.runs.find(runId);
        if (run?.cancelRequestedBy !== undefined) drive.controller.abort(new Error('canceled'));
      }
    },
    interrupt: (runId) => drives.get(runId)?.controller.abort(new Error('canceled')),
  };
}

/** What stands in Slack may be of another time: the database came from a back-up, or a terminal worked without the bot. */
async function showOpenRuns({ store, clock, onMessages }: EngineDeps): Promise<void> {
  const open = await store.runs.list({ status: OPEN, limit: SHOWN_MAX });
  if (open.length === 0) return;
  await store.messages.want(open.map(cardMessage), clock.now());
  onMessages();
}
