import { expect, it } from 'vitest';
import { createCodes } from '../../src/totp/codes.ts';

const codes = createCodes();
/** RFC 6238, appendix B: the ASCII bytes 12345678901234567890, as base 32. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

// The RFC prints eight digits; apps show the last six of them.
it.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('makes the code of RFC 6238 at %i s', (seconds, code) => {
  expect(codes.findStep(RFC_SECRET, code, new Date(seconds * 1_000))).toBe(Math.floor(seconds / 30));
});

it('takes the step before and the one after, for clocks that differ, and no further', () => {
  const at = (step: number): Date => new Date(step * 30_000 + 5_000);
  const step = Math.floor(1_111_111_109 / 30);
  const found = [-2, -1, 0, 1, 2].map((late) => codes.findStep(RFC_SECRET, '081804', at(step + late)));
  expect(found).toEqual([undefined, step, step, step, undefined]);
});

it.each(['', '08180', '0818044', '08180a', ' 081804', '-81804', '٠٨١٨٠٤'])('is no code: "%s"', (code) => {
  expect(codes.findStep(RFC_SECRET, code, new Date(1_111_111_109_000))).toBeUndefined();
});

it('makes secrets of 160 random bits, and a text for the app', () => {
  const [one, other] = [codes.newSecret(), codes.newSecret()];
  expect(one).toMatch(/^[A-Z2-7]{32}$/);
  expect(one).not.toBe(other);
  const uri = new URL(codes.toUri(one, 'mina'));
  expect(uri.protocol).toBe('otpauth:');
  expect(uri.searchParams.get('secret')).toBe(one);
  expect(uri.href).toContain('Watchkeeper:mina');
});
