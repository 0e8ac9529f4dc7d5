import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteArgv } from '../../src/ssh/quote-argv.ts';

describe('quoteArgv', () => {
  it('leaves plain words bare, so that forced commands can be matched', () => {
    expect(quoteArgv(['docker', 'ps', '--all'])).toBe('docker ps --all');
  });

  it.each([
    [['echo', 'a b'], "echo 'a b'"],
    [['echo', "it's"], `echo 'it'\\''s'`],
    [['echo', ''], "echo ''"],
    [['echo', '$(reboot)', ';', '`id`'], "echo '$(reboot)' ';' '`id`'"],
    [['time', 'in'], "'time' in"],
    [['A=b', 'c'], "'A=b' c"],
  ])('%j', (argv, text) => {
    expect(quoteArgv(argv)).toBe(text);
  });

  it('refuses an empty argv, an empty command and NUL', () => {
    expect(() => quoteArgv([])).toThrow(RangeError);
    expect(() => quoteArgv(['', 'x'])).toThrow(RangeError);
    expect(() => quoteArgv(['echo', 'a\0b'])).toThrow(RangeError);
  });

  it('is undone by a POSIX shell, whatever the words are', () => {
    const word = fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .filter((text) => !text.includes('\0') && text.isWellFormed());
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), (words) => {
        const shown = execFileSync('/bin/sh', ['-c', quoteArgv(['printf', '%s\\0', ...words, 'end'])], {
          encoding: 'utf8',
        });
        expect(shown.split('\0').slice(0, -1)).toEqual([...words, 'end']);
      }),
      { numRuns: 60 },
    );
  });
});
