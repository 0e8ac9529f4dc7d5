import type { Clock } from '../core/clock.ts';
import { startTimer } from '../core/start-timer.ts';

interface Wait {
  clock: Clock;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

export interface Slots {
  /**
   * Waits for one of the host's places, in order of asking. Gives the function that frees it, or undefined when none
   * was free within the time; rejects with the signal's reason.
   */
  take(host: string, wait: Wait): Promise<(() => void) | undefined>;
}

export function createSlots(perHost: number): Slots {
  const used = new Map<string, number>();
  const queues = new Map<string, Set<() => void>>();

  function free(host: string): void {
    const [next] = queues.get(host) ?? [];
    if (next) return next();
    used.set(host, (used.get(host) ?? 1) - 1);
  }

  function freeOnce(host: string): () => void {
    let isFreed = false;
    return () => {
      if (isFreed) return;
      isFreed = true;
      free(host);
    };
  }

  function queue(host: string, { clock, timeoutMs, signal }: Wait): Promise<(() => void) | undefined> {
    const waiting = queues.get(host) ?? new Set<() => void>();
    queues.set(host, waiting);
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        waiting.delete(enter);
        stopTimer();
        signal?.removeEventListener('abort', onAbort);
      };
      const enter = (): void => {
        leave();
        resolve(freeOnce(host));
      };
      const onAbort = (): void => {
        leave();
        reject(signal?.reason);
      };
      const stopTimer = startTimer(clock, timeoutMs, () => {
        leave();
        resolve(undefined);
      });
      signal?.addEventListener('abort', onAbort, { once: true });
      waiting.add(enter);
    });
  }

  return {
    async take(host, wait) {
      wait.signal?.throwIfAborted();
      const inUse = used.get(host) ?? 0;
      if (inUse >= perHost) return await queue(host, wait);
      used.set(host, inUse + 1);
      return freeOnce(host);
    },
  };
}
