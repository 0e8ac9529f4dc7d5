import type { Clock } from '../core/clock.ts';
import type { ProbeResult } from '../core/ports/prober.ts';
import { toNoAnswer } from './no-answer.ts';
import { startTimer } from '../core/start-timer.ts';

interface Limits {
  clock: Clock;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** What an attempt tells about itself; the first `answered` or `failed` ends it. */
export interface Asking<T> {
  /** From here on, silence is the silence of somebody who is there. */
  connected(): void;
  answered(facts: T): void;
  failed(error: unknown): void;
}

/** Runs one attempt within its time and destroys it after. Rejects for an aborted signal only. */
export function askOnce<T extends object>(
  { clock, timeoutMs, signal }: Limits,
  start: (asking: Asking<T>) => { destroy(): unknown },
): Promise<ProbeResult<T>> {
  if (signal?.aborted) return Promise.reject(signal.reason);
  const { promise, resolve, reject } = Promise.withResolvers<ProbeResult<T>>();
  const startedAt = clock.now().getTime();
  const durationMs = (): number => clock.now().getTime() - startedAt;
  let isConnected = false;
  const onAbort = (): void => reject(signal?.reason);
  const stopTimer = startTimer(clock, timeoutMs, () => {
    const detail = isConnected ? 'connected, then no answer' : 'no connection';
    const reason = isConnected ? 'silent' : 'timed_out';
    resolve({ ok: false, reason, detail: `${detail} within ${timeoutMs} ms`, durationMs: durationMs() });
  });
  signal?.addEventListener('abort', onAbort, { once: true });
  const asking: Asking<T> = {
    connected: () => void (isConnected = true),
    answered: (facts) => resolve({ ok: true, durationMs: durationMs(), ...facts }),
    failed: (error) => resolve({ ok: false, ...toNoAnswer(error), durationMs: durationMs() }),
  };
  let attempt: { destroy(): unknown } | undefined;
  try {
    attempt = start(asking);
  } catch (error) {
    // E.g. a CA file without a certificate: Node throws it here.
    asking.failed(error);
  }
  return promise.finally(() => {
    stopTimer();
    signal?.removeEventListener('abort', onAbort);
    attempt?.destroy();
  });
}
