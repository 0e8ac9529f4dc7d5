/** Once Slack has said no: one post a second, which is its limit, so that it need not say so again each time. */
const EVERY_MS = 1_000;
const SLOW_FOR_MS = 60_000;

export interface Pace {
  /** When the next post into this channel may go; then it is taken. */
  nextTurn(channel: string): number;
  slowDown(channel: string): void;
}

export function createPace(now: () => number): Pace {
  const slow = new Map<string, { until: number; nextAt: number }>();
  return {
    nextTurn(channel) {
      const at = now();
      const paced = slow.get(channel);
      if (!paced) return at;
      if (paced.until <= at) slow.delete(channel);
      else if (paced.nextAt > at) return paced.nextAt;
      else paced.nextAt = at + EVERY_MS;
      return at;
    },
    slowDown: (channel) => void slow.set(channel, { until: now() + SLOW_FOR_MS, nextAt: 0 }),
  };
}
