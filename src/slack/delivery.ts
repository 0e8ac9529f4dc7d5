import type { Message, MessageKind } from '../core/message.ts';
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

/** A channel's posts, or its edits. */
interface Lane {
  queue: ChannelQueue;
  /** Slack takes nothing before. */
  from: number;
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
  'alert_call',
  'storm',
  'review',
  'primary_down',
]);

/** Brings wanted messages from the database to Slack. Of several processes on one database the leader does so. */
export function createDelivery(deps: PosterDeps): Delivery {
  const { store, clock, log } = deps;
  const poster = createPoster(deps);
  const lanes = { posts: new Map<string, Lane>(), edits: new Map<string, Lane>() };
  /** Slack's limit on edits is one for all channels. */
  let editsFrom = 0;
  /** Edits that came too soon after the last, by key. */
  const notBefore = new Map<string, number>();
  /** The versions that were wanted when they were taken, and those wanted anew while they are being delivered. */
  const taken = new Map<string, number>();
  const changed = new Set<string>();
  let nap = new AbortController();
  let stopped: AbortController | undefined;
  let loop: Promise<void> = Promise.resolve();
  const now = (): number => clock.now().getTime();

  const wake = (): void => nap.abort();

  async function deliver(key: string): Promise<Outcome> {
    if (!stopped || stopped.signal.aborted || !store.peers.isLeader())
      return { kind: 'later', at: now() + LOOK_EVERY_MS };
    try {
      return await poster.deliver(key);
    } catch (error) {
      log.error({ key, err: error }, 'message could not be brought up to date');
      return { kind: 'pause', at: now() + LOOK_EVERY_MS };
    }
  }

  /** In the row, so that after a restart it does not overtake the one that is waited for, or try what Slack will refuse. */
  async function holdBack({ key, nextTryAt }: Message, at: number): Promise<void> {
    if (nextTryAt >= at) return;
    try {
      await store.messages.patch(key, { nextTryAt: at });
    } catch (error) {
      log.warn({ key, err: error }, 'message could not be held back');
    }
  }

  /** Edits have a queue of their own: however many there are, what is new does not wait for them. */
  function laneOf(kind: keyof typeof lanes, channel: string): Lane {
    const known = lanes[kind].get(channel);
    if (known) return known;
    const onOutcome = (key: string, outcome: Outcome): void => {
      if (outcome.kind !== 'delivered') notBefore.set(key, outcome.at);
      taken.delete(key);
      if (outcome.kind === 'hold' && kind === 'edits') editsFrom = outcome.at;
      else if (outcome.kind === 'hold') lane.from = outcome.at;
      // To look after each of hundreds would cost more than to deliver them.
      if (outcome.kind !== 'delivered' || changed.delete(key) || !lane.queue.isBusy()) wake();
    };
    const lane: Lane = { queue: createChannelQueue({ deliver, onOutcome }), from: 0 };
    lanes[kind].set(channel, lane);
    return lane;
  }

  async function look(): Promise<void> {
    if (!store.peers.isLeader()) return;
    for (const message of await store.messages.listDue(clock.now(), BATCH)) {
      if ((notBefore.get(message.key) ?? 0) > now()) continue;
      notBefore.delete(message.key);
      const isPosted = message.ts !== undefined;
      const lane = laneOf(isPosted ? 'edits' : 'posts', message.channel);
      const other = laneOf(isPosted ? 'posts' : 'edits', message.channel);
      if (lane.queue.isInHand(message.key) || other.queue.isInHand(message.key)) {
        if (message.wantedVersion > (taken.get(message.key) ?? 0)) changed.add(message.key);
        continue;
      }
      const from = isPosted ? editsFrom : lane.from;
      if (from > now()) await holdBack(message, from);
      else {
        const priority = (message.priority ?? 0) * 2 + (URGENT.has(message.kind) ? 0 : 1);
        if (lane.queue.add(message.key, { priority, now: now() })) taken.set(message.key, message.wantedVersion);
      }
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
      const settled = Promise.all([
        loop,
        ...[lanes.posts, lanes.edits].flatMap((kind) => [...kind.values()].map(({ queue }) => queue.settled())),
      ]);
      const patience = new AbortController();
      await Promise.race([settled, clock.sleep(STOP_MS, patience.signal)]);
      patience.abort();
    },
    wake,
  };
}
