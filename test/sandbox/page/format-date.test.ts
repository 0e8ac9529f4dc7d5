import { expect, test } from 'vitest';
import { formatDate, type DateReader } from '../../../sandbox/page/blocks/format-date.ts';

const at = (iso: string): number => Date.parse(iso) / 1000;
const seoul: DateReader = { locale: 'en', timeZone: 'Asia/Seoul', now: new Date('2026-02-17T03:00:00Z') };
const long = at('2014-02-18T06:39:42Z');

test.each([
  ['{date_num}', '2014-02-18'],
  ['{date_slash}', '02/18/2014'],
  ['{date}', 'February 18th, 2014'],
  ['{date_short}', 'Feb 18, 2014'],
  ['{date_long}', 'Tuesday, February 18th, 2014'],
  ['{date_long_full}', 'February 18, 2014'],
  ['{date_pretty}', 'February 18th, 2014'],
  ['{date_short_pretty}', 'Feb 18, 2014'],
  ['{date_long_pretty}', 'Tuesday, February 18th, 2014'],
  ['{time}', '3:39 PM'],
  ['{time_secs}', '3:39:42 PM'],
  ['{ago}', '12 years ago'],
  ['on {date_num} at {time}', 'On 2014-02-18 at 3:39 PM'],
  ['no token', 'No token'],
])('long ago, %s', (format, expected) => expect(formatDate(long, format, seoul)).toBe(expected));

test.each([
  ['2026-02-16T15:00:00Z', 'Today'],
  ['2026-02-17T14:59:59Z', 'Today'],
  ['2026-02-16T14:59:59Z', 'Yesterday'],
  ['2026-02-17T15:00:00Z', 'Tomorrow'],
  ['2026-02-18T15:00:00Z', 'February 19th'],
  ['2025-12-31T23:00:00Z', 'January 1st'],
  ['2025-06-01T00:00:00Z', 'June 1st, 2025'],
])('days are those of the reader: %s', (iso, expected) =>
  expect(formatDate(at(iso), '{date_pretty}', seoul)).toBe(expected),
);

test.each([
  ['2026-02-17T02:57:00Z', '3 minutes ago'],
  ['2026-02-17T03:02:00Z', '2 minutes from now'],
  ['2026-02-16T23:00:00Z', '4 hours ago'],
  ['2026-02-17T03:00:00Z', '0 seconds ago'],
  ['2026-02-01T03:00:00Z', '16 days ago'],
])('how long ago: %s', (iso, expected) => expect(formatDate(at(iso), '{ago}', seoul)).toBe(expected));

test('in Korean, and in another zone', () => {
  const korean: DateReader = { ...seoul, locale: 'ko' };
  expect(formatDate(long, '{date_long} {time}', korean)).toBe('2014년 2월 18일 화요일 오후 3:39');
  expect(formatDate(at('2026-02-17T02:57:00Z'), '{ago} ({date_pretty})', korean)).toBe('3분 전 (오늘)');
  expect(formatDate(long, '{date_num} {time}', { ...seoul, timeZone: 'America/New_York' })).toBe('2014-02-18 1:39 AM');
});

test('what cannot be shown is left to the fallback', () => {
  expect(formatDate(1e20, '{date}', seoul)).toBeUndefined();
  expect(formatDate(Number.NaN, '{date}', seoul)).toBeUndefined();
  expect(formatDate(long, '{date} {nonsense}', seoul)).toBeUndefined();
  expect(formatDate(long, '{constructor}', seoul)).toBeUndefined();
});
