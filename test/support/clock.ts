import type { Clock } from '../../src/core/clock.ts';
import { parseDuration } from '../../src/core/duration.ts';

export interface TestClock extends Clock {
  /** Jumps forward, e.g. `'15m'`: everything that sleeps until then wakes up. */
  forward(duration: string): void;
}

/** Time that flows as usual and can jump: real sockets keep working, and fifteen minutes cost nothing. */
export function createTestClock(): TestClock {
  let offsetMs = 0;
  const wakers = new Set<() => void>();
  const now = (): Date => new Date(Date.now() + offsetMs);
  return {
    now,
    sleep(ms, signal) {
      const until = now().getTime() + ms;
      return new Promise((resolve) => {
        let timer: NodeJS.Timeout | undefined;
        const finish = (): void => {
          clearTimeout(timer);
          wakers.delete(check);
          signal?.removeEventListener('abort', finish);
          resolve();
        };
        const check = (): void => {
          clearTimeout(timer);
          const left = until - now().getTime();
          if (left <= 0 || signal?.aborted) finish();
          else timer = setTimeout(check, left);
        };
        wakers.add(check);
        signal?.addEventListener('abort', finish, { once: true });
        check();
      });
    },
    forward(duration) {
      offsetMs += parseDuration(duration);
      for (const wake of [...wakers]) wake();
    },
  };
}
