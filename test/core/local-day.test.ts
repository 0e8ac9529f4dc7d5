import { describe, expect, it } from 'vitest';
import { toLocalDay } from '../../src/core/local-day.ts';

describe('a day that begins at nine', () => {
  it.each([
    ['2026-11-26T23:59:59.000Z', '2026-11-26'],
    ['2026-11-27T00:00:00.000Z', '2026-11-27'],
    ['2026-11-27T15:00:00.000Z', '2026-11-27'],
    ['2026-02-28T23:00:00.000Z', '2026-02-28'],
    ['2026-12-31T23:59:00.000Z', '2026-12-31'],
  ])('%s belongs to %s in Seoul', (at, day) => {
    expect(toLocalDay(new Date(at), 'Asia/Seoul', 9)).toBe(day);
  });

  it('follows the clock of the place where summer time begins and ends', () => {
    // 09:00 in New York is 14:00Z in winter and 13:00Z in summer.
    expect(toLocalDay(new Date('2026-03-07T13:59:00Z'), 'America/New_York', 9)).toBe('2026-03-06');
    expect(toLocalDay(new Date('2026-03-08T13:00:00Z'), 'America/New_York', 9)).toBe('2026-03-08');
  });
});
