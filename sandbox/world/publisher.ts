import type { Clock } from '../../src/core/clock.ts';

/**
 * Carries changes to the name servers after a delay. A later change is never overtaken by an earlier one, even when the
 * delay has become shorter in between.
 */
export function createPublisher<T>(deps: {
  clock: Clock;
  signal: AbortSignal;
  delayMs(): number;
  publish(state: T): Promise<void> | void;
}): (state: T) => void {
  const { clock, signal, delayMs, publish } = deps;
  let newest = 0;
  let published = 0;
  return (state) => {
    const version = (newest += 1);
    void clock.sleep(delayMs(), signal).then(() => {
      if (signal.aborted || version < published) return undefined;
      published = version;
      return publish(state);
    });
  };
}
