import type { Clock } from '../core/clock.ts';
import { hasEnded, type Run } from '../core/run.ts';

const LOOK_EVERY_MS = 200;

interface Following {
  find(): Promise<Run | undefined>;
  clock: Clock;
  signal: AbortSignal;
  /** `stand`: also when it waits for a person. */
  until: 'stand' | 'end';
  onChange(run: Run): void;
}

/** Tells of the run as it is and each time that it looks different, until it stands or ended, or `signal` is aborted. */
export async function followRun({ find, clock, signal, until, onChange }: Following): Promise<void> {
  let seen = '';
  while (!signal.aborted) {
    const run = await find();
    if (!run) return;
    const looks = toLooks(run);
    if (looks !== seen) onChange(run);
    seen = looks;
    if (hasEnded(run.status) || (until === 'stand' && waitsForPeople(run))) return;
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
}

export function waitsForPeople(run: Run): boolean {
  return run.status === 'awaiting_approval' || run.status === 'needs_attention';
}

/** Whose hold it is, and since when, is renewed all the time and shows nowhere. */
function toLooks({ owner: _owner, leaseUntil: _lease, updatedAt: _updated, epoch: _epoch, ...run }: Run): string {
  return JSON.stringify(run);
}
