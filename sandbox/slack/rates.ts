import type { Clock } from '../../src/core/clock.ts';

export interface Pace {
  burst: number;
  perSecond: number;
}

/**
 * Slack publishes "N+ per minute" per tier and no bursts. Here a tier's whole minute may come at once, then evenly.
 * postMessage: measured by others as a burst of 4, then 1 per second and channel; plus a cap for the workspace.
 */
export interface Rates {
  postMessagePerChannel: Pace;
  postMessagePerWorkspace: Pace;
  t1: Pace;
  t2: Pace;
  t3: Pace;
  t4: Pace;
  special: Pace;
}

const perMinute = (count: number): Pace => ({ burst: count, perSecond: count / 60 });

const REAL: Rates = {
  postMessagePerChannel: { burst: 4, perSecond: 1 },
  postMessagePerWorkspace: perMinute(300),
  t1: perMinute(1),
  t2: perMinute(20),
  t3: perMinute(50),
  t4: perMinute(100),
  special: perMinute(600),
};

export interface RateLimiter {
  /** Takes one call. Undefined: go on; else the seconds for Retry-After. */
  take(method: string, tier: string | null, channel: string): number | undefined;
}

export function createRateLimiter(clock: Clock, option: Partial<Rates> | 'off' = {}): RateLimiter {
  if (option === 'off') return { take: () => undefined };
  const rates = { ...REAL, ...option };
  const buckets = new Map<string, { tokens: number; at: number }>();
  const wait = (key: string, pace: Pace): number | undefined => {
    const now = clock.now().getTime();
    const bucket = buckets.get(key) ?? { tokens: pace.burst, at: now };
    const refilled = Math.min(pace.burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * pace.perSecond);
    const enough = refilled >= 1;
    buckets.set(key, { tokens: enough ? refilled - 1 : refilled, at: now });
    return enough ? undefined : Math.max(1, Math.ceil((1 - refilled) / pace.perSecond));
  };
  return {
    take(method, tier, channel) {
      if (method === 'chat.postMessage') {
        return wait(`${method} ${channel}`, rates.postMessagePerChannel) ?? wait(method, rates.postMessagePerWorkspace);
      }
      return wait(method, paceOf(tier, rates));
    },
  };
}

function paceOf(tier: string | null, rates: Rates): Pace {
  if (tier === 't1' || tier === 't2' || tier === 't3' || tier === 't4') return rates[tier];
  return rates.special;
}
