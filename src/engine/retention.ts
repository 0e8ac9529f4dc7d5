import { toLocalDay } from '../core/local-day.ts';
import { RETAINED } from '../core/retention.ts';
import type { EngineDeps } from './deps.ts';

const LOOK_EVERY_MS = 60_000;
const DAY_MS = 86_400_000;
/** So few at a time that nobody waits for the database, and room for the others in between. */
const BATCH = 100;
const PAUSE_MS = 50;

type Deps = Pick<EngineDeps, 'store' | 'inventory' | 'clock' | 'log' | 'metrics'>;

export interface Retaining {
  start(): void;
  stop(): Promise<void>;
  /** One pass, whenever the last one was. */
  pass(): Promise<void>;
}

/** Deletes what is older than the inventory wants it kept: after the start and once a day; one audit entry a day says how much. */
export function createRetention({ store, inventory, clock, log, metrics }: Deps): Retaining {
  const { retention = {} } = inventory;
  const stopped = new AbortController();
  let loop: Promise<void> = Promise.resolve();

  async function pass(): Promise<void> {
    for (const what of RETAINED) {
      const keptMs = retention[what];
      if (keptMs === undefined) continue;
      const now = clock.now();
      const before = new Date(now.getTime() - keptMs);
      for (let isDone = false; !isDone && !stopped.signal.aborted;) {
        const deleted = await store.retention.delete(what, { before, now, limit: BATCH });
        metrics.deleted({ what, count: deleted.count });
        ({ isDone } = deleted);
        if (!isDone) await clock.sleep(PAUSE_MS, stopped.signal);
      }
    }
    await tell();
  }

  async function tell(): Promise<void> {
    const now = clock.now();
    const toDay = (at: Date): string => toLocalDay(at, inventory.timezone, 0);
    await store.retention.tell(now, (untold, toldAt) => {
      const isTold = toldAt !== undefined && toDay(toldAt) === toDay(now);
      if (isTold || Object.values(untold).every((count) => count === 0)) return undefined;
      return {
        actor: 'system',
        via: 'system',
        act: 'retention.applied',
        subject: {},
        outcome: 'ok',
        details: { deleted: untold },
      };
    });
  }

  async function run(): Promise<void> {
    let passedAt = -Infinity;
    while (!stopped.signal.aborted) {
      const at = clock.now().getTime();
      if (at - passedAt >= DAY_MS && store.peers.isLeader()) {
        try {
          await pass();
          passedAt = at;
        } catch (err) {
          log.error({ err }, 'what is old could not be deleted');
        }
      }
      await clock.sleep(LOOK_EVERY_MS, stopped.signal);
    }
  }

  return {
    pass,
    start() {
      loop = run();
    },
    async stop() {
      stopped.abort();
      await loop;
    },
  };
}
