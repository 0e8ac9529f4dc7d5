import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LOCKED_FOR_MS, MAX_WRONG, tryCode, type Authenticator } from '../../src/core/authenticator.ts';

const fresh: Authenticator = { person: 'mina', secret: 'KEY', enrolledAt: 0, wrongAt: [] };
const MINUTE = 60_000;

it('takes each step once, and none before the newest that was taken', () => {
  const first = tryCode(fresh, 100, MINUTE);
  expect(first.verdict).toBe('ok');
  expect(tryCode(first.authenticator, 100, MINUTE).verdict).toBe('replayed');
  expect(tryCode(first.authenticator, 99, MINUTE).verdict).toBe('replayed');
  expect(tryCode(first.authenticator, 101, MINUTE).verdict).toBe('ok');
});

it('locks at the fifth failure within five minutes and not before', () => {
  let known = fresh;
  for (let tries = 1; tries < MAX_WRONG; tries++) known = tryCode(known, undefined, tries * MINUTE).authenticator;
  expect(known.lockedUntil).toBeUndefined();
  // The first has left the five minutes by then.
  expect(tryCode(known, undefined, 6.5 * MINUTE)).toMatchObject({ verdict: 'wrong', isNewlyLocked: false });
  const locked = tryCode(known, undefined, 5 * MINUTE);
  expect(locked).toMatchObject({ verdict: 'locked', isNewlyLocked: true });
  expect(tryCode(locked.authenticator, 7, 5 * MINUTE + LOCKED_FOR_MS - 1).verdict).toBe('locked');
  expect(tryCode(locked.authenticator, 7, 5 * MINUTE + LOCKED_FOR_MS).verdict).toBe('ok');
});

it('whatever is tried: no step is taken twice or out of order, and guessing is held to five in fifteen minutes', () => {
  const tries = fc.array(
    fc.record({ afterMs: fc.nat({ max: 4 * MINUTE }), step: fc.option(fc.nat({ max: 30 }), { nil: undefined }) }),
  );
  fc.assert(
    fc.property(tries, (all) => {
      let known = fresh;
      let now = 0;
      const taken: number[] = [];
      const judged: number[] = [];
      for (const { afterMs, step } of all) {
        now += afterMs;
        const { authenticator, verdict, isNewlyLocked } = tryCode(known, step, now);
        known = authenticator;
        if (verdict === 'ok') taken.push(step ?? -1);
        if (verdict === 'wrong' || verdict === 'replayed' || isNewlyLocked) judged.push(now);
      }
      expect(taken).toEqual([...new Set(taken)].toSorted((a, b) => a - b));
      // A right code begins anew, so it bounds what lies between two of them.
      if (taken.length > 0) return;
      for (const at of judged) {
        const within = judged.filter((other) => other >= at && other < at + 5 * MINUTE).length;
        expect(within).toBeLessThanOrEqual(MAX_WRONG);
      }
    }),
    { numRuns: 500 },
  );
});
