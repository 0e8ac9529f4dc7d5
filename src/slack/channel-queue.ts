import type { Outcome } from './poster-deps.ts';

export interface ChannelQueue {
  /** Takes a message for its turn; ignored while it waits already. False while the channel is held: nothing is posted. */
  add(key: string, options: { isPosted: boolean; isUrgent: boolean; now: number }): boolean;
  /** When the hold ends, if there is one. */
  heldUntil(): number | undefined;
  /** Resolves when nothing is in hand any more. */
  settled(): Promise<void>;
}

interface Deps {
  deliver(key: string): Promise<Outcome>;
  /** Told of each outcome. Behind a `hold` the queue has let go of everything: it has to be added again. */
  onOutcome(key: string, outcome: Outcome): void;
}

/**
 * One channel's messages, one after the other, each awaited: the only way in which Slack keeps their order. What people
 * decide by goes before what they may read later, which Slack's pace of one post a second would put it behind.
 */
export function createChannelQueue({ deliver, onOutcome }: Deps): ChannelQueue {
  const urgent: string[] = [];
  const ordinary: string[] = [];
  let inHand: string | undefined;
  let held: number | undefined;
  let working: Promise<void> = Promise.resolve();

  async function work(): Promise<void> {
    while (inHand === undefined) {
      inHand = urgent.shift() ?? ordinary.shift();
      if (inHand === undefined) return;
      const key = inHand;
      try {
        const outcome = await deliver(key);
        if (outcome.kind === 'hold') {
          held = outcome.at;
          urgent.length = 0;
          ordinary.length = 0;
        }
        onOutcome(key, outcome);
      } finally {
        inHand = undefined;
      }
    }
  }

  return {
    add(key, { isPosted, isUrgent, now }) {
      if (held !== undefined && held <= now) held = undefined;
      if (held !== undefined && !isPosted) return false;
      if (key === inHand || urgent.includes(key) || ordinary.includes(key)) return true;
      (isUrgent ? urgent : ordinary).push(key);
      if (inHand === undefined) working = work();
      return true;
    },
    heldUntil: () => held,
    settled: () => working,
  };
}
