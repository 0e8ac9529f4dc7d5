import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findRunId, newOwnerId, newRunId } from '../../src/core/ids.ts';

it('makes ids that sort by time, as text', () => {
  const moment = fc.date({ min: new Date(0), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true });
  fc.assert(
    fc.property(moment, moment, (a, b) => {
      fc.pre(a.getTime() !== b.getTime());
      expect(newRunId(a) < newRunId(b)).toBe(a < b);
    }),
  );
});

it('makes ids that differ, also in one millisecond', () => {
  const now = new Date('2026-11-21T08:12:00Z');
  const ids = Array.from({ length: 10_000 }, () => newRunId(now));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => /^run_[0-9A-HJKMNP-TV-Z]{20}$/.test(id))).toBe(true);
  expect(new Set(ids.map((id) => id.slice(0, 14))).size).toBe(1);
  // All places of the random half are used.
  for (let place = 14; place < 24; place++) expect(new Set(ids.map((id) => id[place])).size).toBe(32);
});

it('finds an id as people type it', () => {
  const id = newRunId(new Date('2026-11-21T08:12:00Z'));
  const bare = id.slice(4);
  for (const typed of [id, bare, id.toLowerCase(), bare.toLowerCase(), id.toUpperCase(), `  ${id}\n`, `Run_${bare}`])
    expect(findRunId(typed)).toBe(id);
});

it.each([
  '',
  'run_',
  'nextuse',
  '01JD000000000000000',
  '01JD00000000000000012',
  '01JD000000000000000I',
  '01JD000000000000000L',
  '01JD000000000000000O',
  '01JD000000000000000U',
  'run_run_01JD0000000000000001',
  '01JD0000 000000000001',
  '01JD0000000000000001; drop table runs',
])('finds none in %j', (text) => {
  expect(findRunId(text)).toBeUndefined();
});

it('names each start of the process differently', () => {
  expect(newOwnerId()).toMatch(/^own_[0-9a-f]{16}$/);
  expect(newOwnerId()).not.toBe(newOwnerId());
});
