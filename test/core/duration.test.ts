import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findDuration, formatDuration, parseDuration } from '../../src/core/duration.ts';

it.each([
  ['0s', 0],
  ['90s', 90_000],
  ['15m', 900_000],
  ['26h', 93_600_000],
  ['2d', 172_800_000],
  [' 15m\n', 900_000],
  ['999999d', 86_399_913_600_000],
])('reads %j', (text, ms) => {
  expect(findDuration(text)).toBe(ms);
  expect(parseDuration(text)).toBe(ms);
});

it.each([
  '',
  '15',
  'm',
  '15 m',
  '1.5h',
  '-1s',
  '+1s',
  '1w',
  '15M',
  '1h30m',
  '1000000s',
  '0x1s',
  '１５m',
  '1e3s',
  '15m, or so',
])('does not guess what %j means', (text) => {
  expect(findDuration(text)).toBeUndefined();
  expect(() => parseDuration(text)).toThrow(`not a duration: ${text}`);
});

it.each([
  [0, '0.0 s'],
  [420, '0.4 s'],
  [9_900, '9.9 s'],
  [10_000, '10 s'],
  [119_400, '119 s'],
  [119_500, '2 m'],
  [135_000, '2 m 15 s'],
  [3_599_400, '59 m 59 s'],
  [3_599_600, '1 h'],
  [18_720_000, '5 h 12 m'],
  [172_799_000, '47 h 59 m'],
  [172_800_000, '2 d'],
  [266_400_000, '3 d 2 h'],
])('writes %i ms as people say it', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

it('never writes a unit that is full, nor is further off than its smallest unit', () => {
  const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
  const limits = { s: 120, m: 60, h: 48, d: Number.POSITIVE_INFINITY };
  fc.assert(
    fc.property(fc.nat({ max: 1_000_000_000 }), (ms) => {
      const text = formatDuration(ms);
      const parts = [...text.matchAll(/([\d.]+) ([smhd])/g)].map((match) => ({
        count: Number(match[1]),
        unit: match[2] as keyof typeof unitMs,
      }));
      expect(parts.map(({ count, unit }) => `${count} ${unit}`).join(' ')).toBe(text.replace(/(\d)\.0 /, '$1 '));
      expect(parts.every(({ count, unit }, index) => count < (index === 0 ? limits[unit] : 60))).toBe(true);
      const sum = parts.reduce((total, { count, unit }) => total + count * unitMs[unit], 0);
      expect(Math.abs(sum - ms)).toBeLessThanOrEqual(
        unitMs[parts.at(-1)?.unit ?? 's'] * (parts.length === 1 && parts[0]?.unit !== 's' ? 60 : 1),
      );
    }),
  );
});
