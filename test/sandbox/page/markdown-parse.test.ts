import { expect, test } from 'vitest';
import { parseMarkdown, type Piece } from '../../../sandbox/page/blocks/markdown/parse-markdown.ts';
import { toSketch } from './sketch.ts';

const read = (source: string): string => parseMarkdown(source).map(sketch).join(' / ');

function sketch(piece: Piece): string {
  if (piece.type === 'heading') return `h${piece.level} ${toSketch(piece.children)}`;
  if (piece.type === 'paragraph') return toSketch(piece.children);
  if (piece.type === 'code') return `code ${piece.text}`;
  if (piece.type === 'rule') return 'rule';
  if (piece.type === 'quote') return `quote (${piece.children.map(sketch).join(' / ')})`;
  return `list${piece.indent}${piece.start === undefined ? '' : ` from ${piece.start}`} ${piece.items.map(toSketch).join(', ')}`;
}

test.each([
  ['**bold** *it* _it_ ~~no~~ `code`', '[b bold] [i it] [i it] [s no] [code code]'],
  ['***both***', '[b [i both]]'],
  ['**a *b* c**', '[b a [i b] c]'],
  ['snake_case_name 2*3', 'snake_case_name 2*3'],
  ['**굵게**는', '[b 굵게]는'],
  ['**open', '**open'],
  ['\\*text\\*', '*text*'],
  ['[a](https://a.example/x_(y)) [b](javascript:x)', '[a https://a.example/x_(y)|a] [b](javascript:x)'],
  ['[**a**](https://a.example "title")', '[a https://a.example|[b a]]'],
  ['<https://a.example> <b>x</b>', '[a https://a.example|https://a.example] <b>x</b>'],
  ['`*a*` :tada:', '[code *a*] :tada:🎉'],
])('in a line: %j', (source, expected) => expect(read(source)).toBe(expected));

test.each([
  ['# One\n## Two ##\ntext', 'h1 One / h2 Two / text'],
  ['a\nb\n\nc', 'a⏎b / c'],
  ['- a\n- b\n  - c\n- d', 'list0 a, b / list1 c / list0 d'],
  ['3. a\n4. b', 'list0 from 3 a, b'],
  ['- [ ] a\n- [x] b', 'list0 ☐ a, ☑ b'],
  ['```js\n*a*\n\n# b\n```\nafter', 'code *a*\n\n# b / after'],
  ['```\nopen', 'code open'],
  ['> a\n> - b\n\nc', 'quote (a / list0 b) / c'],
  ['a\n\n---\n***', 'a / rule / rule'],
  ['#no heading', '#no heading'],
  ['', ''],
])('lines: %j', (source, expected) => expect(read(source)).toBe(expected));

test.each(['*', '**a', '[', '[a](', '[a](b', '`', '_a ', '<', '<a', '> ', '>', '- ', '```\n', '# ', '~~', '!['])(
  '12,000 characters of %j take no time',
  (unit) => {
    const started = performance.now();
    parseMarkdown(unit.repeat(Math.ceil(12_000 / unit.length)));
    expect(performance.now() - started).toBeLessThan(500);
  },
);
