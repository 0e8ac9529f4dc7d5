import { expect, it } from 'vitest';
import { findNearest } from '../../src/core/nearest.ts';

const COMMANDS = ['failover', 'failback', 'switchover', 'standby', 'runbook', 'dns'];

it.each([
  ['failover', 'failover'],
  ['failovre', 'failover'],
  ['faliback', 'failback'],
  ['FAILOVER', 'failover'],
  ['fialover', 'failover'],
  ['swithcover', 'switchover'],
  ['stanby', 'standby'],
  ['run-book', 'runbook'],
  ['dn', 'dns'],
  ['dsn', 'dns'],
])('%s was meant to be %s', (typed, meant) => {
  expect(findNearest(typed, COMMANDS)).toBe(meant);
});

it.each(['', 'x', 'restart', 'delete-everything', 'f', '장애조치', 'failover'.repeat(20)])(
  '%j means nothing here',
  (typed) => {
    expect(findNearest(typed, COMMANDS)).toBeUndefined();
  },
);

it('prefers the nearest, and of two as near the first', () => {
  expect(findNearest('nextuse', ['nextused', 'nextuse', 'nextus'])).toBe('nextuse');
  expect(findNearest('hosta', ['host1', 'host2'])).toBe('host1');
  expect(findNearest('a', [])).toBeUndefined();
});

it('counts a swap of neighbours once, so it stays within what short words allow', () => {
  expect(findNearest('ab', ['ba'])).toBe('ba');
  expect(findNearest('abc', ['cba'])).toBeUndefined();
});

it('does not spend time on what is too long to be a name', () => {
  expect(findNearest('a'.repeat(100_000), ['a'.repeat(99_999)])).toBeUndefined();
});
