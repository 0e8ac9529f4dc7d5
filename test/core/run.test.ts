import { describe, expect, it } from 'vitest';
import {
  choicesOf,
  findNextGate,
  gateEnd,
  hasEnded,
  isDone,
  isReadOnly,
  undoableSteps,
  type Attention,
  type Gate,
  type Run,
  type RunStatus,
  type RunStep,
  type StepStatus,
} from '../../src/core/run.ts';
import { sampleRun } from '../slack/sample-run.ts';

// Read, destructive, destructive, read; one gate before the second.
const gateAt = (before: number): Gate => ({ ...(sampleRun().plan.gates[0] as Gate), before });
const withGates = (
  gates: readonly number[],
  change: Partial<Run> = {},
  steps: readonly Partial<RunStep>[] = [],
): Run => {
  const run = sampleRun(change, steps);
  return { ...run, plan: { ...run.plan, gates: gates.map(gateAt) } };
};
const undo = { undo: [{ type: 'test.step', params: {} }] };

it.each<[RunStatus, boolean]>([
  ['pending', false],
  ['observing', false],
  ['awaiting_approval', false],
  ['running', false],
  ['needs_attention', false],
  ['succeeded', true],
  ['failed', true],
  ['canceled', true],
  ['expired', true],
])('%s has ended: %s', (status, ended) => {
  expect(hasEnded(status)).toBe(ended);
});

it.each<[StepStatus | undefined, boolean]>([
  [undefined, false],
  ['pending', false],
  ['running', false],
  ['failed', false],
  ['unknown', false],
  ['succeeded', true],
  ['skipped', true],
  ['undone', true],
])('a step that is %s is done: %s', (status, done) => {
  expect(isDone(status && { ...(sampleRun().steps[0] as RunStep), status })).toBe(done);
});

it('only reads when nothing else is planned', () => {
  const { plan } = sampleRun();
  expect(isReadOnly(plan)).toBe(false);
  expect(isReadOnly({ ...plan, steps: plan.steps.filter((step) => step.risk === 'read') })).toBe(true);
});

describe('the gate that comes next', () => {
  const skipped = { status: 'skipped' as const };

  it.each<[string, Run, number | undefined]>([
    ['none where policy wants none', withGates([]), undefined],
    ['the first', withGates([1]), 1],
    ['the first of two', withGates([1, 2]), 1],
    ['none that was passed', withGates([1], { clearedUpTo: 4 }), undefined],
    ['the second after the first was passed', withGates([1, 2], { clearedUpTo: 2 }), 2],
    ['the same again when its approval became void', withGates([1], { clearedUpTo: 1 }), 1],
    // The step behind the gate is done or left out, and others that it covers are not: nobody has said yes to those.
    ['the same when its first step was skipped', withGates([1], {}, [{}, skipped]), 1],
    ['the same when its first step was done', withGates([1], { clearedUpTo: 1 }, [{}, { status: 'succeeded' }]), 1],
    ['none when nothing that it covers is left', withGates([1], {}, [{}, skipped, skipped]), undefined],
    ['the second when nothing is left under the first', withGates([1, 2], {}, [{}, skipped]), 2],
  ])('is %s', (_name, run, before) => {
    expect(findNextGate(run)?.before).toBe(before);
  });

  it('covers the steps up to the next one, or to the end', () => {
    const run = withGates([1, 2]);
    expect(gateEnd(run, gateAt(1))).toBe(2);
    expect(gateEnd(run, gateAt(2))).toBe(4);
    expect(gateEnd(withGates([1]), gateAt(1))).toBe(4);
  });
});

describe('what can be taken back', () => {
  it('is what says how, newest first, and not what was taken back already', () => {
    const run = sampleRun({}, [
      { undo: [] },
      { status: 'succeeded', ...undo },
      { status: 'unknown', ...undo },
      { status: 'undone', ...undo },
    ]);
    expect(undoableSteps(run).map((step) => step.index)).toEqual([2, 1]);
  });
});

describe('the answers that a run takes', () => {
  const failed: Attention = { kind: 'failed', step: 2 };
  const interrupted: Attention = { kind: 'interrupted', step: 2 };
  const unknown: Attention = { kind: 'outcome_unknown', step: 2, howToCheck: [] };
  const acted = [{}, { status: 'succeeded' as const, ...undo }];

  it.each<[string, Run, readonly string[]]>([
    ['none while it works', sampleRun({ status: 'running' }, acted), []],
    ['a failed step', sampleRun({ attention: failed }), ['retry', 'skip', 'abort']],
    [
      'a failed step after something was done',
      sampleRun({ attention: failed }, acted),
      ['retry', 'skip', 'rollback', 'abort'],
    ],
    [
      'a failed step on the way back',
      sampleRun({ attention: failed, isRollingBack: true }, acted),
      ['retry', 'skip', 'abort'],
    ],
    ['an interrupted step', sampleRun({ attention: interrupted }), ['retry', 'abort']],
    [
      'an interrupted step after something was done',
      sampleRun({ attention: interrupted }, acted),
      ['retry', 'rollback', 'abort'],
    ],
    [
      'an unknown outcome, which must be settled first',
      sampleRun({ attention: unknown }, acted),
      ['happened', 'did_not', 'abort'],
    ],
  ])('%s', (_name, run, choices) => {
    expect(choicesOf(run)).toEqual(choices);
  });
});
