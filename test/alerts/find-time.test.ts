import { expect, test } from 'vitest';
import { findTime } from '../../src/alerts/find-time.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');

test.each<[unknown, string | undefined]>([
  ['2026-11-21T04:52:11.682Z', '2026-11-21T04:52:11.682Z'],
  ['2026-11-21T04:52:11.682123456Z', '2026-11-21T04:52:11.682Z'],
  ['2026-11-21T13:52:11+09:00', '2026-11-21T04:52:11.000Z'],
  ['2026-11-21T13:52:11+0900', '2026-11-21T04:52:11.000Z'],
  ['2026-11-21 04:52:11.112013015 +0000 UTC m=+8560.285724134', '2026-11-21T04:52:11.112Z'],
  ['2026-11-21 04:52:11', '2026-11-21T04:52:11.000Z'],
  [1_795_236_731, '2026-11-21T04:52:11.000Z'],
  [1_795_236_731_682, '2026-11-21T04:52:11.682Z'],
  ['1795236731', '2026-11-21T04:52:11.000Z'],
  ['0001-01-01T00:00:00Z', undefined],
  ['0001-01-01 00:00:00 +0000 UTC', undefined],
  ['2026-11-21T12:05:01Z', undefined],
  ['9999-12-31T00:00:00Z', undefined],
  ['2026-13-45T99:99:99Z', undefined],
  ['yesterday', undefined],
  [Number.NaN, undefined],
  [-1, undefined],
  [1e300, undefined],
  [null, undefined],
  [{}, undefined],
])('%s', (written, expected) => {
  const time = findTime(written, NOW);
  expect(time === undefined ? undefined : new Date(time).toISOString()).toBe(expected);
});
