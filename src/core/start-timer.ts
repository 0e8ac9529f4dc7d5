import type { Clock } from './clock.ts';

/** Calls `act` after `ms`, unless the returned function was called before. */
export function startTimer(clock: Clock, ms: number, act: () => void): () => void {
  const stop = new AbortController();
  void clock.sleep(ms, stop.signal).then(() => {
    if (!stop.signal.aborted) act();
  });
  return () => stop.abort();
}
