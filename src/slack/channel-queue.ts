import type { Outcome } from './poster-deps.ts';

export interface ChannelQueue {
  /** Takes a message for its turn; ignored while it waits already. False while the queue is held. */
  add(key: string, options: { priority: number; now: number }): boolean;
  /** Whether it is being delivered. */
  isInHand(key: string): boolean;
  /** Something waits for its turn. */
  isBusy(): boolean;
  /** Resolves when nothing is in hand any more. */
  settled(): Promise<void>;
}

interface Deps {
  deliver(key: string): Promise<Outcome>;
  /** Told of each outcome. Behind a `pause` or `hold` the queue has let go of everything: it has to be added again. */
  onOutcome(key: string, outcome: Outcome): void;
}

/**
 * One channel's posts or edits, one after the other, each awaited: the only way in which Slack keeps their order. What people
 * decide by goes before what they may read later, which Slack's pace of one post a second would put it behind.
 */
export function createChannelQueue({ deliver, onOutcome }: Deps): ChannelQueue {
  let waiting: { key: string; priority: number }[] = [];
  let inHand: string | undefined;
  let held: number | undefined;
  let working: Promise<void> = Promise.resolve();

  /** Of those that come first, the one that waits longest. */
  function takeNext(): { key: string; priority: number } | undefined {
    const first = Math.min(...waiting.map(({ priority }) => priority));
    const at = waiting.findIndex(({ priority }) => priority === first);
    return at < 0 ? undefined : waiting.splice(at, 1)[0];
  }

  async function work(): Promise<void> {
    while (inHand === undefined) {
      const next = takeNext();
      if (!next) return;
      const { key } = next;
      inHand = key;
      try {
        const outcome = await deliver(key);
        if (outcome.kind === 'pause' || outcome.kind === 'hold') {
          held = outcome.at;
          waiting = [];
        }
        onOutcome(key, outcome);
      } finally {
        inHand = undefined;
      }
    }
  }

  return {
    add(key, { priority, now }) {
      if (held !== undefined && held <= now) held = undefined;
      if (held !== undefined) return false;
      if (key === inHand || waiting.some((one) => one.key === key)) return true;
      waiting.push({ key, priority });
      if (inHand === undefined) working = work();
      return true;
    },
    isInHand: (key) => key === inHand,
    isBusy: () => waiting.length > 0,
    settled: () => working,
  };
}
