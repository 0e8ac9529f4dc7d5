import type { Clock } from '../core/clock.ts';
import type { RunStep } from '../core/run.ts';
import { cardMessage } from './changes.ts';
import type { Session } from './session.ts';

const EVERY_MS = 1_000;

/** Shows on the card what a long step is doing: the newest text, at most once a second. */
export function createProgress(
  step: RunStep,
  session: Session,
  clock: Clock,
): { report(text: string): void; settle(): Promise<void> } {
  const finished = new AbortController();
  let newest: string | undefined;
  let writing: Promise<void> = Promise.resolve();
  let isBusy = false;

  async function write(): Promise<void> {
    while (newest !== undefined && !finished.signal.aborted) {
      const summary = newest;
      newest = undefined;
      await session.update((run) =>
        run.steps[step.index]?.status === 'running'
          ? { steps: [{ index: step.index, summary }], audit: [], messages: [cardMessage(run)] }
          : undefined,
      );
      await clock.sleep(EVERY_MS, finished.signal);
    }
  }

  return {
    report(text) {
      newest = text;
      if (isBusy) return;
      isBusy = true;
      // Progress that cannot be written is not worth a step; a lost fence is found by the step's own write.
      writing = write()
        .catch(() => undefined)
        .finally(() => (isBusy = false));
    },
    async settle() {
      finished.abort();
      await writing;
    },
  };
}
