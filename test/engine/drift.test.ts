import { describe, expect, it } from 'vitest';
import { OpsError } from '../../src/core/errors.ts';
import type { Json } from '../../src/core/json.ts';
import type { Run, RunStep } from '../../src/core/run.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { findDrift, voidApprovalChange, type Drift } from '../../src/engine/drift.ts';
import type { Session, SessionDeps } from '../../src/engine/session.ts';
import { sampleRun, START } from '../slack/sample-run.ts';

// Probe (read), fence and switch (destructive), verify (read); one gate, before the second.
const NOW = START + 100_000;
const approved = (steps: readonly Partial<RunStep>[] = [], change: Partial<Run> = {}): Run =>
  sampleRun({ status: 'running', clearedUpTo: 4, ...change }, [
    { status: 'succeeded', endedAt: NOW - 10_000, facts: { isDown: true }, ...steps[0] },
    { observed: { summary: '', facts: { running: ['gateway'], site: 'primary' } }, ...steps[1] },
    { observed: { summary: '', facts: { content: 'old.example', ttl: 120 } }, ...steps[2] },
  ]);

/** What the world answers now, by step; what is asked and not told is a mistake. */
async function look(
  run: Run,
  index: number,
  world: Record<number, Json | Error>,
): Promise<{ drift: Drift | undefined; asked: number[] }> {
  const asked: number[] = [];
  const answer = async (_run: Run, step: RunStep): Promise<{ summary: string; facts: Json }> => {
    asked.push(step.index);
    const facts = world[step.index];
    if (facts === undefined) throw new Error(`nobody should ask about ${step.index}`);
    if (facts instanceof Error) throw facts;
    return { summary: 'in other words', facts };
  };
  const session = { signal: new AbortController().signal, now: () => new Date(NOW) } as Session;
  const deps = { runner: { observe: answer, apply: answer } } as unknown as SessionDeps;
  return { drift: await findDrift(run, run.steps[index] as RunStep, session, deps), asked };
}

const FENCE = { site: 'primary', running: ['gateway'] };
const SWITCH = { ttl: 120, content: 'old.example' };

describe('before a destructive step', () => {
  it('nothing has changed when the facts are the same, in whatever order and words', async () => {
    expect(await look(approved(), 1, { 1: FENCE, 2: SWITCH })).toEqual({ drift: undefined, asked: [1, 2] });
  });

  it('the first looks at all that will be acted on', async () => {
    const { drift } = await look(approved(), 1, { 1: FENCE, 2: { ...SWITCH, content: 'new.example' } });
    expect(drift).toMatchObject({ step: { index: 2 }, before: SWITCH, after: { content: 'new.example' } });
  });

  it('a later one looks at its own target', async () => {
    const run = approved([{ endedAt: 0 }, { status: 'succeeded' }]);
    expect(await look(run, 2, { 2: SWITCH })).toEqual({ drift: undefined, asked: [2] });
    expect((await look(run, 2, { 2: { ...SWITCH, ttl: 60 } })).drift).toMatchObject({ step: { index: 2 } });
  });

  it('the first that was not skipped is the first', async () => {
    expect(
      (await look(approved([{ endedAt: 0 }, { status: 'skipped' }]), 2, { 0: { isDown: true }, 2: SWITCH })).asked,
    ).toEqual([2, 0]);
  });

  it('what was skipped is not looked at', async () => {
    expect((await look(approved([{}, {}, { status: 'skipped' }]), 1, { 1: FENCE })).asked).toEqual([1]);
  });

  it('each looks at all that is left on the way back', async () => {
    const run = approved([{}, { status: 'skipped' }], { isRollingBack: true });
    expect((await look(run, 2, { 2: SWITCH })).asked).toEqual([2]);
  });

  it('an approver who saw nothing approved nothing', async () => {
    const run = approved();
    const blind = { ...run, steps: run.steps.map(({ observed: _seen, ...step }) => step) };
    expect((await look(blind, 1, { 1: FENCE, 2: SWITCH })).drift).toMatchObject({ step: { index: 1 }, before: null });
  });

  it('a target that cannot be seen stops it', async () => {
    const dead = new OpsError('unreachable', 'Cloudflare is down');
    await expect(look(approved(), 1, { 1: FENCE, 2: dead })).rejects.toBe(dead);
  });
});

describe('evidence', () => {
  const old = (facts?: Json): Run => approved([{ endedAt: NOW - 30_001, ...(facts !== undefined && { facts }) }]);

  it.each<[string, Run, number[]]>([
    ['of ten seconds is believed', approved(), [1, 2]],
    ['of thirty seconds is believed', approved([{ endedAt: NOW - 30_000 }]), [1, 2]],
    ['that is older is asked for again', old(), [1, 2, 0]],
    ['that was skipped is not', approved([{ endedAt: 0, status: 'skipped' }]), [1, 2]],
  ])('%s', async (_name, run, asked) => {
    expect((await look(run, 1, { 0: { isDown: true }, 1: FENCE, 2: SWITCH })).asked).toEqual(asked);
  });

  it('that says something else now is a change, and so is evidence that can no longer be had', async () => {
    const other = await look(old(), 1, { 0: { isDown: false }, 1: FENCE, 2: SWITCH });
    expect(other.drift).toMatchObject({ step: { index: 0 }, before: { isDown: true }, after: { isDown: false } });
    const gone = await look(old(), 1, { 0: new OpsError('conflict', 'The primary is up'), 1: FENCE, 2: SWITCH });
    expect(gone.drift).toMatchObject({ step: { index: 0 }, after: { error: 'The primary is up' } });
  });
});

describe('an approval that became void', () => {
  const drift = (run: Run): Drift => ({
    step: run.steps[2] as RunStep,
    before: { content: 'old.example', ttl: 120, names: ['a'] },
    after: { content: 'new.example', ttl: 120, names: ['a', 'b'], proxied: true },
  });

  it('is asked for anew in a new round, on fresh evidence', () => {
    const run = approved([{}, { status: 'succeeded' }], { round: 3, binding: 'bound' });
    const change = voidApprovalChange(run, drift(run), catalogues.en);
    expect(change.run).toMatchObject({ status: 'observing', round: 4, clearedUpTo: 1, binding: undefined });
    expect(change.steps?.map((patch) => [patch.index, patch.status])).toEqual([[0, 'pending']]);
    expect(change.audit).toMatchObject([{ act: 'approval.voided', outcome: 'refused', details: { binding: 'bound' } }]);
  });

  it('says what changed, and nothing of what did not', () => {
    const run = approved();
    expect(voidApprovalChange(run, drift(run), catalogues.en).run?.notice).toBe(
      catalogues.en.runs.drifted({
        title: 'Switch DNS',
        changes: 'content old.example → new.example, names ["a"] → ["a","b"], proxied – → true',
      }),
    );
  });

  it('leaves skipped steps, and on the way back all steps, as they are', () => {
    const skipped = approved([{ status: 'skipped', note: 'skipped' }]);
    expect(voidApprovalChange(skipped, drift(skipped), catalogues.en).steps).toEqual([]);
    const back = approved([], { isRollingBack: true });
    expect(voidApprovalChange(back, drift(back), catalogues.en).steps).toEqual([]);
  });

  it('begins from the start where policy asks for nobody', () => {
    const run = approved();
    const free = { ...run, plan: { ...run.plan, gates: [] } };
    expect(voidApprovalChange(free, drift(free), catalogues.en).run).toMatchObject({
      clearedUpTo: 0,
      status: 'observing',
    });
  });
});
