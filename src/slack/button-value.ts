import { findRunId, type RunId } from '../core/ids.ts';
import type { Run } from '../core/run.ts';

export type ActionId =
  | 'approval.approve'
  | 'approval.deny'
  | 'approval.break-glass'
  | 'run.cancel'
  | 'step.retry'
  | 'step.skip'
  | 'run.roll-back'
  | 'run.abort'
  | 'step.happened'
  | 'step.did-not'
  | 'run.fail-back';

/** What the person saw who pressed a button: the engine refuses an answer to anything older. */
export interface Seen {
  run: RunId;
  binding: string;
  step: number;
  attempt: number;
}

export function toButtonValue(run: Run): string {
  const step = run.attention?.step ?? -1;
  const attempt = run.steps[step]?.attempt ?? 0;
  const seen: Seen = { run: run.id, binding: run.binding ?? '', step, attempt };
  return JSON.stringify(seen);
}

/** undefined for a value that this version did not write. */
export function findSeen(value: unknown): Seen | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    const raw = JSON.parse(value) as Partial<Record<keyof Seen, unknown>> | null;
    const run = typeof raw?.run === 'string' ? findRunId(raw.run) : undefined;
    if (!raw || !run || typeof raw.binding !== 'string') return undefined;
    if (!Number.isInteger(raw.step) || !Number.isInteger(raw.attempt)) return undefined;
    return { run, binding: raw.binding, step: Number(raw.step), attempt: Number(raw.attempt) };
  } catch {
    return undefined;
  }
}
