import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Policies } from '../../src/core/inventory.ts';
import type { Plan, PlanStep, RunStep } from '../../src/core/run.ts';
import { defineStep, type Risk, type StepType } from '../../src/core/step.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { bindingOf, findGate, hashPlan, toPlanSteps } from '../../src/engine/plan.ts';
import { createStepTypes } from '../../src/engine/step-types.ts';
import { sampleRun } from '../slack/sample-run.ts';

const step = (risk: Risk): PlanStep => ({ type: `test.${risk}`, params: {}, risk, title: risk, description: risk });
const policies = (destructive: number, write: number): Policies => ({
  destructive: { approvals: destructive, approvers: ['U0MINA'], expiresMs: 900_000 },
  write: { approvals: write, approvers: ['U0YUNA'], expiresMs: 60_000 },
  breakGlass: { allowed: [] },
});

describe('the gate of a plan', () => {
  it.each<
    [
      string,
      readonly Risk[],
      [destructive: number, write: number],
      { before: number; approvals: number; risk: Risk } | undefined,
    ]
  >([
    ['none for reads', ['read', 'read'], [3, 3], undefined],
    ['none for no steps', [], [3, 3], undefined],
    ['none where policy asks for nobody', ['read', 'write', 'destructive'], [0, 0], undefined],
    [
      'before the first destructive step',
      ['read', 'destructive', 'read', 'destructive'],
      [1, 0],
      { before: 1, approvals: 1, risk: 'destructive' },
    ],
    [
      'after writes that need nobody',
      ['write', 'read', 'destructive'],
      [2, 0],
      { before: 2, approvals: 2, risk: 'destructive' },
    ],
    [
      'before the first write that needs somebody',
      ['read', 'write', 'read'],
      [2, 1],
      { before: 1, approvals: 1, risk: 'write' },
    ],
    [
      'as strict as what comes after',
      ['read', 'write', 'destructive'],
      [2, 1],
      { before: 1, approvals: 2, risk: 'destructive' },
    ],
    [
      'for what destroys, by as many as either asks for',
      ['destructive', 'write'],
      [1, 2],
      { before: 0, approvals: 2, risk: 'destructive' },
    ],
    [
      'for what destroys where both ask for as many',
      ['write', 'destructive'],
      [1, 1],
      { before: 0, approvals: 1, risk: 'destructive' },
    ],
  ])('%s', (_name, risks, [destructive, write], gate) => {
    const found = findGate(risks.map(step), policies(destructive, write));
    expect(found && { before: found.before, approvals: found.approvals, risk: found.risk }).toEqual(gate);
    if (!found) return;
    const { approvers, expiresMs } = policies(destructive, write)[found.risk as 'write' | 'destructive'];
    expect(found).toMatchObject({ approvers, expiresMs });
  });

  it('counts from where its steps begin', () => {
    expect(findGate([step('read'), step('destructive')], policies(1, 0), 5)?.before).toBe(6);
  });

  it('asks for as many as any step that it covers, and covers every step that asks for somebody', () => {
    const risk = fc.constantFrom<Risk>('read', 'write', 'destructive');
    fc.assert(
      fc.property(fc.array(risk), fc.nat({ max: 3 }), fc.nat({ max: 3 }), (risks, destructive, write) => {
        const asked = risks.map((each) => ({ read: 0, write, destructive })[each]);
        const gate = findGate(risks.map(step), policies(destructive, write));
        expect(gate?.approvals ?? 0).toBe(Math.max(0, ...asked));
        expect(asked.slice(0, gate?.before).every((count) => count === 0)).toBe(true);
      }),
    );
  });
});

describe('the hash of a plan', () => {
  const plan: Plan = {
    steps: [
      step('read'),
      { ...step('destructive'), params: { to: 'standby', ttl: 120, names: ['a', 'b'] }, irreversible: 'gone' },
    ],
    gates: [{ before: 1, risk: 'destructive', approvals: 1, approvers: ['U0MINA', 'S0ONCALL'], expiresMs: 900_000 }],
  };

  it('stays the same for the same plan, stored and read again', () => {
    expect(hashPlan(JSON.parse(JSON.stringify(plan)) as Plan)).toBe(hashPlan(plan));
    expect(hashPlan(plan)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('changes with every change to anything in it', () => {
    const variants = [...changesOf(plan)] as Plan[];
    const hashes = variants.map(hashPlan);
    expect(hashes).not.toContain(hashPlan(plan));
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(variants.length).toBeGreaterThan(30);
  });
});

describe('what an approval is bound to', () => {
  const seen = { summary: 'it runs', facts: { isOn: false } };
  const run = sampleRun({}, [{ facts: { isDown: true } }, { observed: seen }]);
  const binding = bindingOf(run, run.steps);
  const withStep = (index: number, change: Partial<RunStep>): string =>
    bindingOf(
      run,
      run.steps.map((each) => (each.index === index ? { ...each, ...change } : each)),
    );

  it.each([
    ['the plan', bindingOf({ ...run, planHash: 'other' }, run.steps)],
    ['the round', bindingOf({ ...run, round: 2 }, run.steps)],
    ['what was read', withStep(0, { facts: { isDown: false } })],
    ['what would be acted on', withStep(1, { observed: { ...seen, facts: { isOn: true } } })],
    ['what was skipped', withStep(0, { note: 'skipped' })],
  ])('%s', (_name, other) => {
    expect(other).toMatch(/^[0-9a-f]{32}$/);
    expect(other).not.toBe(binding);
  });

  it.each([
    ['words', withStep(1, { observed: { ...seen, summary: 'it still runs', warnings: ['careful'] } })],
    ['times and tries', withStep(0, { attempt: 3, startedAt: 1, endedAt: 2, summary: 'down' })],
    ['votes', bindingOf({ ...run, votes: sampleRun().votes, status: 'awaiting_approval' }, run.steps)],
  ])('not %s', (_name, same) => {
    expect(same).toBe(binding);
  });
});

describe('a planned step', () => {
  const dim = defineStep({
    type: 'lamp.dim',
    risk: 'destructive',
    params: z.object({ percent: z.number().default(50) }),
    title: ({ percent }) => `Dim to ${percent}`,
    describe: ({ percent }) => `Dim the lamp to ${percent} %`,
    irreversible: ({ percent }) => `darker by ${100 - percent}`,
    observe: async () => ({ summary: '', facts: {} }),
    apply: async () => ({ summary: '' }),
    probe: async () => 'unknown',
  }) as unknown as StepType<unknown>;
  const types = createStepTypes([dim]);

  it('is shown with everything resolved', () => {
    expect(toPlanSteps([{ type: 'lamp.dim', params: {} }], types, catalogues.en)).toEqual([
      {
        type: 'lamp.dim',
        params: { percent: 50 },
        risk: 'destructive',
        title: 'Dim to 50',
        description: 'Dim the lamp to 50 %',
        irreversible: 'darker by 50',
      },
    ]);
  });

  it('is refused with wrong params, of an unknown type, and of a type that there is twice', () => {
    expect(() => toPlanSteps([{ type: 'lamp.dim', params: { percent: 'half' } }], types, catalogues.en)).toThrow(
      /percent/,
    );
    expect(() => toPlanSteps([{ type: 'lamp.smash', params: {} }], types, catalogues.en)).toThrow(
      'No step type named lamp.smash',
    );
    expect(() => createStepTypes([dim, dim])).toThrow('Two step types are named lamp.dim');
  });
});

/** Every value that differs from the given one in one place. */
function* changesOf(value: unknown): Generator {
  if (typeof value === 'string') yield `${value}x`;
  else if (typeof value === 'number') yield value + 1;
  else if (Array.isArray(value)) {
    yield [...(value as unknown[]), 'more'];
    if (value.length > 1) yield value.toReversed();
    for (const [index, item] of value.entries()) {
      yield value.toSpliced(index, 1);
      for (const other of changesOf(item)) yield value.with(index, other);
    }
  } else if (typeof value === 'object' && value !== null) {
    yield { ...value, more: null };
    for (const [key, item] of Object.entries(value)) {
      const { [key]: _gone, ...rest } = value as Record<string, unknown>;
      yield rest;
      for (const other of changesOf(item)) yield { ...value, [key]: other };
    }
  }
}
