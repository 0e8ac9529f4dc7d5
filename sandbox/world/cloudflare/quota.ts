import type { Clock } from '../../../src/core/clock.ts';

const QUOTA = 1200;
const WINDOW_SECONDS = 300;

export interface Quota {
  /** Counts a request; the seconds to wait when the quota is used up. */
  take(): number | undefined;
  headers(): Record<string, string>;
}

/** 1,200 requests in five minutes for each token, then nothing until the window is over. */
export function createQuota(clock: Clock): Quota {
  let startedAt = clock.now().getTime();
  let used = 0;
  const secondsLeft = (): number => Math.max(1, Math.ceil(WINDOW_SECONDS - (clock.now().getTime() - startedAt) / 1000));
  return {
    take() {
      if (clock.now().getTime() - startedAt >= WINDOW_SECONDS * 1000) {
        startedAt = clock.now().getTime();
        used = 0;
      }
      used += 1;
      return used > QUOTA ? secondsLeft() : undefined;
    },
    headers: () => ({
      ratelimit: `"default";r=${Math.max(0, QUOTA - used)};t=${secondsLeft()}`,
      'ratelimit-policy': `"default";q=${QUOTA};w=${WINDOW_SECONDS}`,
    }),
  };
}
