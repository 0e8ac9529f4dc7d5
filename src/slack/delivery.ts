import type { MessageKind } from '../core/message.ts';
import { createChannelQueue, type ChannelQueue } from './channel-queue.ts';
import { createPoster } from './poster.ts';
import type { Outcome, PosterDeps } from './poster-deps.ts';

export interface Delivery {
  start(): void;
  /** Waits for the calls in hand, at most a second; what is not done stays in the database. */
  stop(): Promise<void>;
  /** There is something new: do not wait for the next look. */
  wake(): void;
}

const LOOK_EVERY_MS = 1_000;
const BATCH = 200;
const STOP_MS = 1_000;
const URGENT: ReadonlySet<MessageKind> = new Set([
  'card',
  'pointer',
  'call',
  'announcement',
  'alert',
  'alert_news',
  'storm',
  'review',
  'primary_down',
]);

/** Brings wanted messages from the database to Slack. One of these may run per workspace and database. */
export function createDelivery(deps: PosterDeps): Delivery {
  const { store, clock, log } = deps;
  const poster = createPoster(deps);
  const queues = new Map<string, ChannelQueue>();
  /** Edits that came too soon after the last, by key. */
  const notBefore = new Map<string, number>();
  let nap = new AbortController();
  let stopped: AbortController | undefined;
  let loop: Promise<void> = Promise.resolve();
  const now = (): number => clock.now().getTime();

  const wake = (): void => nap.abort();

  async function deliver(key: string): Promise<Outcome> {
    if (!stopped || stopped.signal.aborted) return { kind: 'later', at: now() + LOOK_EVERY_MS };
    try {
      return await poster.deliver(key);
    } catch (error) {
      log.error({ key, err: error }, 'message could not be brought up to date');
      return { kind: 'hold', at: now() + LOOK_EVERY_MS };
    }
  }

  function onOutcome(key: string, outcome: Outcome): void {
    if (outcome.kind !== 'delivered') notBefore.set(key, outcome.at);
    wake();
  }

  /** In the row, so that after a restart it does not overtake the one that is waited for. */
  async function holdBack(key: string, at: number): Promise<void> {
    try {
      const message = await store.messages.find(key);
      if (message && message.ts === undefined) await store.messages.patch(key, { nextTryAt: at });
    } catch (error) {
      log.warn({ key, err: error }, 'message could not be held back');
    }
  }

  function queueOf(channel: string): ChannelQueue {
    const queue = queues.get(channel) ?? createChannelQueue({ deliver, onOutcome });
    queues.set(channel, queue);
    return queue;
  }

  async function look(): Promise<void> {
    for (const message of await store.messages.listDue(clock.now(), BATCH)) {
      if ((notBefore.get(message.key) ?? 0) > now()) continue;
      notBefore.delete(message.key);
      const queue = queueOf(message.channel);
      const isTaken = queue.add(message.key, {
        isPosted: message.ts !== undefined,
        priority: (message.priority ?? 0) * 2 + (URGENT.has(message.kind) ? 0 : 1),
        now: now(),
      });
      if (!isTaken) await holdBack(message.key, queue.heldUntil() ?? now());
    }
  }

  async function run({ signal }: AbortController): Promise<void> {
    while (!signal.aborted) {
      nap = new AbortController();
      try {
        await look();
      } catch (error) {
        log.error({ err: error }, 'wanted messages could not be read');
      }
      const soonest = Math.min(...[...notBefore.values()].filter((at) => at > now()), now() + LOOK_EVERY_MS);
      if (!signal.aborted) await clock.sleep(Math.max(10, soonest - now()), nap.signal);
    }
  }

  return {
    start() {
      if (stopped && !stopped.signal.aborted) return;
      stopped = new AbortController();
      loop = run(stopped);
    },
    async stop() {
      stopped?.abort();
      wake();
      const settled = Promise.all([loop, ...[...queues.values()].map((queue) => queue.settled())]);
      const patience = new AbortController();
      await Promise.race([settled, clock.sleep(STOP_MS, patience.signal)]);
      patience.abort();
    },
    wake,
  };
}
