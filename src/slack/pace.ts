const SLOW_FOR_MS = 60_000;

export interface Pace {
  /** When the next call in this place may be made; then it is taken. */
  nextTurn(place: string): number;
  slowDown(place: string): void;
}

/** Once Slack has said no: one call every so often, which is its limit, so that it need not say so again each time. */
export function createPace(now: () => number, everyMs: number): Pace {
  const slow = new Map<string, { until: number; nextAt: number }>();
  return {
    nextTurn(place) {
      const at = now();
      const paced = slow.get(place);
      if (!paced) return at;
      if (paced.until <= at) slow.delete(place);
      else if (paced.nextAt > at) return paced.nextAt;
      else paced.nextAt = at + everyMs;
      return at;
    },
    slowDown: (place) => void slow.set(place, { until: now() + SLOW_FOR_MS, nextAt: 0 }),
  };
}
