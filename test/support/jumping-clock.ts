import type { Clock } from '../../src/core/clock.ts';

/** Time that stands still while anything is being done, and jumps to the next sleeper when nothing is. */
export function createJumpingClock(start = '2026-11-21T08:12:00+09:00'): Clock {
  let now = new Date(start).getTime();
  const sleepers = new Set<{ until: number; wake: () => void }>();
  let isScheduled = false;
  const schedule = (): void => {
    if (isScheduled || sleepers.size === 0) return;
    isScheduled = true;
    // Two turns: everything that is ready goes first.
    setImmediate(() =>
      setImmediate(() => {
        isScheduled = false;
        const [next] = [...sleepers].toSorted((a, b) => a.until - b.until);
        if (next) {
          now = Math.max(now, next.until);
          next.wake();
        }
        schedule();
      }),
    );
  };
  return {
    now: () => new Date(now),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const wake = (): void => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const sleeper = { until: now + ms, wake };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', wake, { once: true });
        schedule();
      }),
  };
}
