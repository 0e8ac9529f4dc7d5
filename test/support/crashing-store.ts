import { appendFileSync } from 'node:fs';
import type { Message } from '../../src/core/message.ts';
import type { RunChange, Store } from '../../src/core/store.ts';

/** One point of a run's life: a transaction's label with its occurrence, and the side of the commit. */
export interface CrashPoint {
  side: 'before' | 'after';
  label: string;
}

/** `before update:step.intended#2`. */
export function parseCrashPoint(text: string | undefined): CrashPoint | undefined {
  const match = /^(before|after) (.+)$/.exec(text ?? '');
  return match ? { side: match[1] as CrashPoint['side'], label: match[2] ?? '' } : undefined;
}

function labelOf(change: RunChange | undefined): string {
  if (!change) return 'update:nothing';
  const acts = change.audit.map((draft) => draft.act).join('+');
  if (acts !== '') return `update:${acts}`;
  if (change.run?.status !== undefined) return `update:${change.run.status}`;
  if (change.run && 'owner' in change.run) return change.run.owner === undefined ? 'update:released' : 'update:claimed';
  return change.steps?.some((step) => step.status === 'running') ? 'update:begun' : 'update:progress';
}

function patchLabel(key: string, patch: Partial<Record<keyof Message, unknown>>): string {
  const what = key.replace(/^run_\w+\//, '').replace(/\d+\.\d+$/, 'n');
  if (patch.ts !== undefined) return `patch:${what}:posted`;
  return patch.postingSince === undefined ? `patch:${what}:delivered` : `patch:${what}:posting`;
}

/**
 * The real store, with the power switch in a test's hand: the process ends as by `kill -9` at the given point. Each point
 * passed is appended to `traceFile`, which is how the matrix learns what there is.
 */
export function createCrashingStore(store: Store, point: CrashPoint | undefined, traceFile: string | undefined): Store {
  const seen = new Map<string, number>();
  const numbered = (label: string): string => {
    const count = (seen.get(label) ?? 0) + 1;
    seen.set(label, count);
    if (traceFile !== undefined) appendFileSync(traceFile, `${label}#${count}\n`);
    return `${label}#${count}`;
  };
  const reach = (side: CrashPoint['side'], label: string): void => {
    if (point?.side === side && point.label === label) process.kill(process.pid, 'SIGKILL');
  };
  async function around<T>(name: string, work: () => Promise<T>): Promise<T> {
    const label = numbered(name);
    reach('before', label);
    const result = await work();
    reach('after', label);
    return result;
  }
  return {
    ...store,
    runs: {
      ...store.runs,
      create: (run, options) => around(`create:${run.runbook}`, () => store.runs.create(run, options)),
      async update(id, now, decide) {
        let label = '';
        const run = await store.runs.update(id, now, (current) => {
          const change = decide(current);
          label = numbered(labelOf(change));
          reach('before', label);
          return change;
        });
        reach('after', label);
        return run;
      },
    },
    messages: {
      ...store.messages,
      want: (drafts, now) => around(`want:${drafts[0]?.kind}`, () => store.messages.want(drafts, now)),
      patch: (key, patch) => around(patchLabel(key, patch), () => store.messages.patch(key, patch)),
    },
  };
}
