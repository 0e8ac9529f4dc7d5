import { cleanText } from '../core/clean-text.ts';
import { escapeText, neutraliseBackticks } from './escape.ts';

/** Tells how much was left out, e.g. `… (12 more)`. */
export type More = (facts: { count: number }) => string;

interface Options {
  more: More;
  /** How one grapheme is written, e.g. escaped. */
  write?: (grapheme: string) => string;
}

/** Slack counts code points, after escaping. */
export function countCodePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/**
 * At most `max` code points as written, never through the middle of what a reader sees as one character; what was left
 * out is counted.
 */
export function clamp(text: string, max: number, { more, write = (grapheme) => grapheme }: Options): string {
  const clean = cleanText(text);
  // Nothing behind this can be shown, and to look for graphemes in megabytes takes seconds.
  const head = clean.slice(0, max * 8).toWellFormed();
  if (head.length === clean.length && countCodePoints(write(clean)) <= max) return write(clean);
  const total = countCodePoints(clean);
  const room = max - countCodePoints(more({ count: total })) - 1;
  let written = '';
  let used = 0;
  let shown = 0;
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(head)) {
    const piece = write(segment);
    const length = countCodePoints(piece);
    if (used + length > room) break;
    written += piece;
    used += length;
    shown += countCodePoints(segment);
  }
  const rest = more({ count: total - shown });
  return room <= 0 ? rest.slice(0, max) : `${written.trimEnd()} ${rest}`;
}

/** Foreign text for one place in mrkdwn: escaped, on one line, clamped. */
export function clampLine(text: string, max: number, more: More): string {
  return clamp(text.replace(/\s+/g, ' ').trim(), max, { more, write: escapeText });
}

/** For plain_text objects, which parse nothing and show no entities. */
export function clampPlain(text: string, max: number, more: More): string {
  return clamp(text.replace(/\s+/g, ' ').trim(), max, { more });
}

const writeCode = (text: string): string => neutraliseBackticks(escapeText(text));

/** The end of foreign text as a code block within `max` code points; `before` tells how much came before it. */
export function toCodeBlock(text: string, max: number, before: More): { block: string; isCut: boolean } {
  const clean = cleanText(text).replace(/\s+$/, '');
  const room = max - 8;
  const tail = clean.slice(-room).toWellFormed();
  if (tail.length === clean.length && countCodePoints(writeCode(clean)) <= room)
    return { block: fence(writeCode(clean)), isCut: false };
  const total = countCodePoints(clean);
  const left = room - countCodePoints(before({ count: total })) - 1;
  const graphemes = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(tail)].toReversed();
  const kept: string[] = [];
  let used = 0;
  for (const { segment } of graphemes) {
    used += countCodePoints(writeCode(segment));
    if (used > left) break;
    kept.push(segment);
  }
  const shown = kept.toReversed().join('');
  return { block: `${before({ count: total - countCodePoints(shown) })}\n${fence(writeCode(shown))}`, isCut: true };
}

const fence = (code: string): string => `\`\`\`\n${code}\n\`\`\``;
