import { systemActor } from '../core/actor.ts';
import type { AlertGroup } from '../core/alert.ts';
import type { AlertStore } from '../core/alert-store.ts';
import type { Clock } from '../core/clock.ts';
import type { AlertGroupId } from '../core/ids.ts';
import type { Log } from '../core/ports/log.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { toMessages } from './group-messages.ts';
import { unsilence } from './silences.ts';

export interface Watch {
  start(): void;
  stop(): Promise<void>;
  /** One look, as it is made every few seconds. */
  look(): Promise<void>;
}

interface Deps {
  store: AlertStore;
  /** Whether this process is the one that looks. */
  isLeader(): boolean;
  /** Asks the senders of silenced groups what still fires. */
  /** Gives the groups of which it is not known yet whether they are over. */
  reconcile(groups: readonly AlertGroup[]): Promise<ReadonlySet<AlertGroupId>>;
  /** Further things that fall due with time. */
  look(now: Date): Promise<void>;
  texts: Texts;
  clock: Clock;
  log: Log;
  onMessages(): void;
}

const LOOK_EVERY_MS = 3_000;
const RECONCILE_EVERY_MS = 30_000;
/** Longer than it takes to find out whether what is gone at the sender is over. */
const UNDECIDED_MS = 240_000;
const BATCH = 200;

/** What changes by time alone: silences that end, senders that have gone quiet, what was resolved while it was silenced. */
export function createWatch({ store, isLeader, reconcile, look, texts, clock, log, onMessages }: Deps): Watch {
  const stopped = new AbortController();
  let loop: Promise<void> = Promise.resolve();
  let reconciledAt = 0;
  let undecided: ReadonlySet<AlertGroupId> = new Set();

  async function lookOnce(): Promise<void> {
    const now = clock.now();
    const at = now.getTime();
    const due = await store.listDue(now, BATCH);
    for (const id of due.stale) {
      await store.updateGroup(id, now, (group, counts) => ({
        groups: [{ ...group, updatedAt: at }],
        move: { group: id, from: ['firing', 'reopened', 'acknowledged', 'silenced'], to: 'stale', staleBy: at },
        audit: [],
        messages: toMessages(group, counts),
      }));
    }
    const silenced = await store.listSilenced(BATCH);
    const isDue = ({ silenced: silence }: AlertGroup): boolean => (silence?.until ?? Infinity) <= at;
    const atSender = silenced.filter((group) => (group.silenced?.ids.length ?? 0) > 0);
    if (at - reconciledAt >= RECONCILE_EVERY_MS || atSender.some(isDue)) {
      reconciledAt = at;
      undecided = await reconcile(atSender);
    }
    for (const group of silenced.filter(isDue)) {
      // What ended unheard under the silence would fire for ever: Alertmanager tells nothing of it later either.
      if (undecided.has(group.id) && at - (group.silenced?.until ?? at) < UNDECIDED_MS) continue;
      await store.updateGroup(group.id, now, (current, counts) =>
        isDue(current) ? unsilence(current, counts, { actor: systemActor, now, texts }) : { audit: [], messages: [] },
      );
    }
    await look(now);
    if (due.stale.length + silenced.length > 0) onMessages();
  }

  return {
    look: lookOnce,
    start() {
      loop = (async () => {
        while (!stopped.signal.aborted) {
          if (isLeader())
            await lookOnce().catch((err: unknown) => log.error({ err }, 'alerts could not be looked after'));
          await clock.sleep(LOOK_EVERY_MS, stopped.signal);
        }
      })();
    },
    async stop() {
      stopped.abort();
      await loop;
    },
  };
}
