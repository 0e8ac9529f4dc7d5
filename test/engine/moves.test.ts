import { describe, expect, it } from 'vitest';
import type { Run, RunStatus, RunStep } from '../../src/core/run.ts';
import { evidenceSteps, guardedSteps, nextMove } from '../../src/engine/moves.ts';
import { sampleRun, START } from '../slack/sample-run.ts';

// Probe (read), fence and switch (destructive), verify (read); one gate, before the second.
const NOW = START + 60_000;
const done: Partial<RunStep> = { status: 'succeeded' };
const skipped: Partial<RunStep> = { status: 'skipped' };
const begun: Partial<RunStep> = { status: 'running', epoch: 1 };
const cleared = { status: 'running' as const, clearedUpTo: 4 };
const said = (run: Run): string => {
  const move = nextMove(run, NOW);
  return 'step' in move ? `${move.kind} ${move.step.index}` : move.kind;
};

describe('the next move', () => {
  it.each<[string, Run, string]>([
    ['a new run', sampleRun(), 'observe'],
    ['one that is looking', sampleRun({ status: 'observing' }, [done]), 'observe'],
    ['one that waits for approval', sampleRun({ status: 'awaiting_approval', expiresAt: NOW + 1 }), 'wait'],
    ['one whose gate expires now', sampleRun({ status: 'awaiting_approval', expiresAt: NOW }), 'expire'],
    ['one whose gate never expires', sampleRun({ status: 'awaiting_approval' }), 'wait'],
    ['one that stands still', sampleRun({ status: 'needs_attention' }, [begun]), 'wait'],
    ['one that stands still and is past a gate', sampleRun({ ...cleared, status: 'needs_attention' }, [done]), 'wait'],
    ['an approved one', sampleRun(cleared, [done]), 'act 1'],
    ['one with a step left out', sampleRun(cleared, [done, skipped]), 'act 2'],
    ['one whose last step is left', sampleRun(cleared, [done, done, done]), 'act 3'],
    ['one with a failed step that is to be tried again', sampleRun(cleared, [done, { status: 'failed' }]), 'act 1'],
    ['one with nothing left', sampleRun(cleared, [done, skipped, done, done]), 'finish'],
    ['one that says running before its gate', sampleRun({ status: 'running' }, [done]), 'observe'],
    [
      'one whose gate lost its approval half-way',
      sampleRun({ status: 'running', clearedUpTo: 1 }, [done, done]),
      'observe',
    ],
    ['one with steps to read before the gate', sampleRun({ status: 'running' }), 'act 0'],
    ['one that is parked', sampleRun({ ...cleared, parkedUntil: NOW + 1 }, [done]), 'wait'],
    ['one that is parked while looking', sampleRun({ status: 'observing', parkedUntil: NOW + 1 }), 'wait'],
    ['one whose parking is over', sampleRun({ ...cleared, parkedUntil: NOW }, [done]), 'act 1'],
    ['a canceled one', sampleRun({ ...cleared, cancelRequestedBy: 'jin' }, [done]), 'cancel'],
    [
      'a canceled one that is parked',
      sampleRun({ ...cleared, cancelRequestedBy: 'jin', parkedUntil: NOW + 1 }),
      'cancel',
    ],
    [
      'one with a step that somebody began who is gone',
      sampleRun({ ...cleared, epoch: 2 }, [done, begun]),
      'recover 1',
    ],
    ['the same, canceled', sampleRun({ ...cleared, epoch: 2, cancelRequestedBy: 'jin' }, [done, begun]), 'recover 1'],
    ['the same, while looking', sampleRun({ status: 'observing', epoch: 2 }, [begun]), 'recover 0'],
  ])('of %s', (_name, run, move) => {
    expect(said(run)).toBe(move);
  });

  it.each<RunStatus>(['succeeded', 'failed', 'canceled', 'expired'])(
    'of a run that is %s is none, whatever else it says',
    (status) => {
      for (const change of [{}, { cancelRequestedBy: 'jin' }, { expiresAt: NOW - 1 }, { epoch: 9 }])
        expect(said(sampleRun({ status, ...change }, [begun]))).toBe('wait');
    },
  );

  it('depends on nothing but the run and the time', () => {
    const run = sampleRun(cleared, [done]);
    expect(nextMove(structuredClone(run), NOW)).toEqual(nextMove(run, NOW));
  });
});

describe('what a decision rests on', () => {
  const reads = (run: Run): number[] => evidenceSteps(run).map((step) => step.index);
  const targets = (run: Run): number[] => guardedSteps(run).map((step) => step.index);

  it('is what is read before the gate, and every target behind it', () => {
    expect([reads(sampleRun()), targets(sampleRun())]).toEqual([[0], [1, 2]]);
  });

  it('leaves out targets that were dealt with', () => {
    const run = sampleRun({}, [done, skipped]);
    expect([reads(run), targets(run)]).toEqual([[0], [2]]);
  });

  it('is all before the first step that acts, where no gate is', () => {
    const run = sampleRun();
    const free = { ...run, plan: { ...run.plan, gates: [] } };
    expect([reads(free), targets(free)]).toEqual([[0], [1, 2]]);
    const through = { ...free, steps: free.steps.map((step) => ({ ...step, status: 'succeeded' as const })) };
    expect([reads(through), targets(through)]).toEqual([[0, 3], []]);
  });

  it('does not read on the way back what was read on the way there', () => {
    const run = sampleRun({ isRollingBack: true, clearedUpTo: 1, firstUndoStep: 1 });
    expect([reads(run), targets(run)]).toEqual([[], [1, 2]]);
  });
});
