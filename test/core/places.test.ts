import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findFilled } from '../../src/core/places.ts';

interface Requirement {
  from: readonly string[];
  approvals: number;
}
const requirements = fc.array(
  fc.record({ from: fc.constant<string[]>([]), approvals: fc.integer({ min: 1, max: 2 }) }),
  {
    minLength: 1,
    maxLength: 3,
  },
);
const people = fc.array(fc.subarray([0, 1, 2]), { maxLength: 5 });

/** Every way of giving each person one place or none: slow, and nothing to get wrong. */
function most(places: readonly number[], [first, ...rest]: readonly (readonly number[])[]): number {
  if (!first) return 0;
  const options = first.filter((requirement) => (places[requirement] ?? 0) > 0);
  const taken = options.map((requirement) => 1 + most(places.with(requirement, (places[requirement] ?? 0) - 1), rest));
  return Math.max(most(places, rest), ...taken);
}

it('fills as many places as any way of placing the same people could', () => {
  fc.assert(
    fc.property(requirements, people, (asked: readonly Requirement[], able) => {
      const known = able.map((ones) => ones.filter((one) => one < asked.length));
      const filled = findFilled(asked, known);
      expect(filled.length).toBe(
        most(
          asked.map(({ approvals }) => approvals),
          known,
        ),
      );
      for (const [index, { approvals }] of asked.entries())
        expect(filled.filter((place) => place === index).length).toBeLessThanOrEqual(approvals);
    }),
    { numRuns: 2_000 },
  );
});

it('moves somebody who could fill either place, so that both are filled', () => {
  const asked = [
    { from: [], approvals: 1 },
    { from: [], approvals: 1 },
  ];
  expect(new Set(findFilled(asked, [[0, 1], [0]]))).toEqual(new Set([0, 1]));
  expect(findFilled(asked, [[0], [0]])).toEqual([0]);
});
