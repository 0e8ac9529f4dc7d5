import { array, assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { parseShellWords, ShellSyntaxError } from '../../sandbox/world/shell-words.ts';

test('quotes and backslashes make words as in a POSIX shell', () => {
  expect(parseShellWords(`docker ps --format '{{json .}}'`)).toEqual(['docker', 'ps', '--format', '{{json .}}']);
  expect(parseShellWords(`echo "a \\"b\\" \\$c" d\\ e ''`)).toEqual(['echo', 'a "b" $c', 'd e', '']);
  expect(parseShellWords(`  echo   it'\\''s  `.replace(`it'\\''s`, `it"'"s`))).toEqual(['echo', "it's"]);
});

test('what a shell would do more than split is refused', () => {
  for (const line of [
    'a; b',
    'a | b',
    'a && b',
    'a > b',
    '$(a)',
    'a `b`',
    'echo "$a"',
    'a *',
    'ls ~',
    'A=b c',
    "a 'b",
    'a\nb',
    'a # b',
  ]) {
    expect(() => parseShellWords(line)).toThrow(ShellSyntaxError);
  }
});

test('any argv in single quotes comes back as it was', () => {
  const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
  assert(
    property(array(string({ unit: 'grapheme' }), { minLength: 1 }), (argv) => {
      expect(parseShellWords(argv.map(quote).join(' '))).toEqual(argv);
    }),
  );
});
