import { parseEmoji } from '../mrkdwn/parse-emoji.ts';
import { isWordAt, isWordBefore } from '../mrkdwn/boundary.ts';
import { findSafeUrl } from '../safe-url.ts';
import { joinText, type Inline } from '../tree.ts';

type Style = 'bold' | 'italic' | 'strike';
interface Found {
  node: Inline;
  end: number;
}

const MARKERS: Record<string, Style> = { '**': 'bold', __: 'bold', '*': 'italic', _: 'italic', '~~': 'strike' };
const LINK = /!?\[([^[\]\n]{1,1000})\]\(<?((?:[^\s()<>]|\([^\s()<>]*\)){1,2000})>?(?:\s+"[^"\n]{0,300}")?\)/y;
const AUTO = /<([^\s<>]{1,2000})>/y;

/** Bold, italic, strike, code, links, emoji and escapes of standard Markdown. Linear in the length. */
export function parseSpan(text: string): Inline[] {
  const nodes: Inline[] = [];
  /** Markers that wait for their end, outermost first, one of a kind. */
  const open: { marker: string; at: number }[] = [];
  let at = 0;
  while (at < text.length) {
    const atom = findAtom(text, at);
    const marker = atom ? undefined : findMarker(text, at, open.at(-1)?.marker);
    if (atom) {
      nodes.push(atom.node);
      at = atom.end;
    } else if (marker === undefined) {
      nodes.push({ type: 'text', text: text.charAt(at) });
      at += 1;
    } else {
      takeMarker(text, at, marker, nodes, open);
      at += marker.length;
    }
  }
  return joinText(nodes);
}

/** The longest one, but of three what closes the innermost: `***x***`. */
function findMarker(text: string, at: number, innermost: string | undefined): string | undefined {
  const single = text.charAt(at);
  const isTriple = text.startsWith(single.repeat(3), at) && innermost === single;
  return [...(isTriple ? [] : [text.slice(at, at + 2)]), single].find((each) => Object.hasOwn(MARKERS, each));
}

function takeMarker(
  text: string,
  at: number,
  marker: string,
  nodes: Inline[],
  open: { marker: string; at: number }[],
): void {
  const after = text.charAt(at + marker.length);
  const isInWord = marker.startsWith('_') && isWordBefore(text, at) && isWordAt(text, at + marker.length);
  const level = open.findIndex((each) => each.marker === marker);
  const opener = open[level];
  const style = MARKERS[marker];
  if (opener && style && !isInWord && /\S/.test(text.charAt(at - 1)) && opener.at + 1 < nodes.length) {
    const children = joinText(nodes.splice(opener.at).slice(1));
    open.splice(level);
    nodes.push({ type: style, children });
    return;
  }
  if (!opener && !isInWord && /\S/.test(after)) open.push({ marker, at: nodes.length });
  nodes.push({ type: 'text', text: marker });
}

function findAtom(text: string, at: number): Found | undefined {
  const char = text.charAt(at);
  if (char === '\\' && /[!-/:-@[-`{-~]/.test(text.charAt(at + 1)))
    return { node: { type: 'text', text: text.charAt(at + 1) }, end: at + 2 };
  if (char === '\n') return { node: { type: 'break' }, end: at + 1 };
  if (char === '`') return findCode(text, at);
  if (char === '[' || char === '!') return findLink(text, at);
  if (char === '<') return findAuto(text, at);
  return char === ':' ? parseEmoji(text, at) : undefined;
}

function findCode(text: string, at: number): Found | undefined {
  const end = text.indexOf('`', at + 1);
  if (end <= at + 1) return undefined;
  return { node: { type: 'code', children: [{ type: 'text', text: text.slice(at + 1, end) }] }, end: end + 1 };
}

function findLink(text: string, at: number): Found | undefined {
  LINK.lastIndex = at;
  const [whole, label = '', target = ''] = LINK.exec(text) ?? [];
  const url = findSafeUrl(target);
  if (whole === undefined || url === undefined) return undefined;
  return { node: { type: 'link', url, children: parseSpan(label) }, end: at + whole.length };
}

function findAuto(text: string, at: number): Found | undefined {
  AUTO.lastIndex = at;
  const [whole, target = ''] = AUTO.exec(text) ?? [];
  const url = findSafeUrl(target);
  if (whole === undefined || url === undefined) return undefined;
  return { node: { type: 'link', url, children: [{ type: 'text', text: target }] }, end: at + whole.length };
}
