import { assert, integer, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { clamp, clampLine, countCodePoints, toCodeBlock } from '../../src/slack/clamp.ts';
import { escapeText, unescapeTyped } from '../../src/slack/escape.ts';

const more = ({ count }: { count: number }): string => `… (${count} more)`;

test('text that fits stays as it is', () => {
  expect(clampLine('데이터 동기화 03:00', 100, more)).toBe('데이터 동기화 03:00');
});

test('what is cut is counted', () => {
  expect(clamp('가'.repeat(100), 20, { more })).toBe('가가가가가가가 … (93 more)');
});

test('a family is one character, and is not torn apart', () => {
  const family = '👨‍👩‍👧‍👦';
  const cut = clamp(family.repeat(10), 40, { more });
  expect(cut.replaceAll(family, '')).toMatch(/^ … \(\d+ more\)$/);
});

test('the limit counts what escaping adds', () => {
  const cut = clampLine('&'.repeat(3_000), 3_000, more);
  expect(countCodePoints(cut)).toBeLessThanOrEqual(3_000);
  expect(cut).not.toMatch(/&(?!amp;)/);
});

test('no text is ever too long, torn or unescaped', () => {
  assert(
    property(string({ unit: 'binary', maxLength: 400 }), integer({ min: 30, max: 200 }), (text, max) => {
      const line = clampLine(text, max, more);
      expect(countCodePoints(line)).toBeLessThanOrEqual(max);
      expect(line.isWellFormed()).toBe(true);
      expect(line).not.toMatch(/[<>]/);
      expect(line).not.toContain('\0');
      const { block } = toCodeBlock(text, 200, more);
      expect(countCodePoints(block)).toBeLessThanOrEqual(200);
      expect(block.split('```')).toHaveLength(3);
    }),
  );
});

test('a code block shows the end and cannot be closed from inside', () => {
  const { block, isCut } = toCodeBlock(`first\n${'x'.repeat(500)}\n\`\`\` <!here>`, 100, more);
  expect(isCut).toBe(true);
  expect(block).toMatch(/^… \(\d+ more\)\n```\n[^`]/);
  expect(block).toContain('&lt;!here&gt;\n```');
  expect(block).not.toContain('first');
});

// Quadratic, this would take minutes.
test('a megabyte is cut in no time', () => {
  const started = performance.now();
  clampLine('한글 '.repeat(400_000), 300, more);
  toCodeBlock('한글\n'.repeat(400_000), 2_500, more);
  expect(performance.now() - started).toBeLessThan(8_000);
});

test('right-to-left text keeps its letters and loses its overrides', () => {
  expect(escapeText('שלום \u202Etxt.exe\u202C <b>')).toBe('שלום txt.exe &lt;b&gt;');
});

test('what was typed comes out as the person sees it', () => {
  const names = (id: string): string | undefined => (id === 'U0JIN' ? 'jin' : undefined);
  const typed = 'nextuse <@U0JIN|진> <@U0X|x> <#C0A|ops> <!here> <https://a.example|a> &lt;dead&gt; &amp;amp;';
  expect(unescapeTyped(typed, names)).toBe('nextuse @jin @x #ops @here https://a.example <dead> &amp;');
});
