import type { Inline } from '../tree.ts';
import { parseSpan } from './parse-span.ts';

/** Lists are flat as in rich text: what is further in is a list of its own with a greater indent. */
export type Piece =
  | { type: 'heading'; level: number; children: Inline[] }
  | { type: 'paragraph'; children: Inline[] }
  | { type: 'list'; indent: number; start?: number; items: Inline[][] }
  | { type: 'code'; text: string }
  | { type: 'quote'; children: Piece[] }
  | { type: 'rule' };

const DEEPEST_QUOTE = 8;

/** Paragraphs, headings, lists, code blocks, quotes and rules of standard Markdown; everything else is text. */
export function parseMarkdown(source: string, depth = 0): Piece[] {
  const lines = source.replaceAll(/\r\n?/g, '\n').split('\n');
  const pieces: Piece[] = [];
  let paragraph: string[] = [];
  const endParagraph = (): void => {
    if (paragraph.length > 0) pieces.push({ type: 'paragraph', children: parseSpan(paragraph.join('\n')) });
    paragraph = [];
  };
  const add = (piece: Piece): void => {
    endParagraph();
    pieces.push(piece);
  };
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const fence = /^ {0,3}(```+|~~~+)/.exec(line)?.[1];
    const heading = /^ {0,3}(#{1,6})\s+(.*)$/.exec(line);
    const item = /^(\s*)(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/.exec(line);
    if (fence !== undefined) {
      const end = lines.findIndex((each, at) => at > index && each.trim().startsWith(fence));
      const last = end < 0 ? lines.length : end;
      add({ type: 'code', text: lines.slice(index + 1, last).join('\n') });
      index = last;
    } else if (/^ {0,3}([-*_])(?:\s*\1){2,}\s*$/.test(line)) add({ type: 'rule' });
    else if (heading) {
      const text = (heading[2] ?? '').trimEnd().replace(/ #+$/, '');
      add({ type: 'heading', level: heading[1]?.length ?? 1, children: parseSpan(text) });
    } else if (item) {
      endParagraph();
      addItem(pieces, item);
    } else if (/^ {0,3}>/.test(line) && depth < DEEPEST_QUOTE) {
      let end = index;
      while (/^ {0,3}>/.test(lines[end] ?? '')) end += 1;
      const inner = lines.slice(index, end).map((each) => each.replace(/^ {0,3}> ?/, ''));
      add({ type: 'quote', children: parseMarkdown(inner.join('\n'), depth + 1) });
      index = end - 1;
    } else if (line.trim() === '') endParagraph();
    else paragraph.push(line.trim());
  }
  endParagraph();
  return pieces;
}

function addItem(pieces: Piece[], [, space = '', number, text = '']: RegExpExecArray): void {
  const indent = Math.min(8, Math.floor(space.replaceAll('\t', '    ').length / 2));
  const children = parseSpan(text.replace(/^\[ \] /, '☐ ').replace(/^\[[xX]\] /, '☑ '));
  const last = pieces.at(-1);
  if (last?.type === 'list' && last.indent === indent && (last.start === undefined) === (number === undefined))
    last.items.push(children);
  else pieces.push({ type: 'list', indent, items: [children], ...(number !== undefined && { start: Number(number) }) });
}
