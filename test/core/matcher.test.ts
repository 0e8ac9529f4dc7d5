import { describe, expect, it } from 'vitest';
import { findMatcher, matchesAll } from '../../src/core/matcher.ts';

const labels = { service: 'nextuse', severity: 'critical', note: 'say "hi"\nthere' };

describe('conditions in the syntax of Alertmanager', () => {
  it.each([
    ['service="nextuse"', true],
    ['service=nextuse', true],
    ['service!="nextuse"', false],
    ['severity=~"critical|error"', true],
    ['severity=~"crit"', false],
    ['severity!~"info|none"', true],
    ['team=""', true],
    ['team=~".*"', true],
    ['team!=""', false],
    ['note="say \\"hi\\"\\nthere"', true],
    ['note=~"say.*there"', true],
    ['constructor=""', true],
  ])('%s', (text, expected) => {
    const matcher = findMatcher(text);
    expect(matcher && matchesAll(labels, [matcher])).toBe(expected);
  });

  it.each(['', 'service', '="x"', 'service=="x"', 'a=~"("', 'a="x', '{a="b"}', 'a="b",c="d"'])('%s is none', (text) => {
    expect(findMatcher(text)).toBeUndefined();
  });
});
