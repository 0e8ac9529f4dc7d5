import type { Clock } from '../../src/core/clock.ts';

const IN_A_ROW = 3;

/**
 * Prometheus' side of it: asks once a second, and says `down` after three failures in a row, `up` after three answers.
 * Ends with the signal.
 */
export async function watchSite(deps: {
  clock: Clock;
  signal: AbortSignal;
  everyMs: number;
  probe(): Promise<boolean>;
  changed(isUp: boolean): void;
}): Promise<void> {
  const { clock, signal, everyMs, probe, changed } = deps;
  let isUp = true;
  let against = 0;
  while (!signal.aborted) {
    const next = clock.now().getTime() + everyMs;
    const answers = await probe();
    if (signal.aborted) return;
    against = answers === isUp ? 0 : against + 1;
    if (against === IN_A_ROW) {
      isUp = answers;
      against = 0;
      changed(isUp);
    }
    await clock.sleep(Math.max(0, next - clock.now().getTime()), signal);
  }
}
