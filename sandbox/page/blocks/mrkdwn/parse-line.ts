import { joinText, pushText, type Inline } from '../tree.ts';
import { isWordAt, isWordBefore } from './boundary.ts';
import { parseAngle } from './parse-angle.ts';
import { parseEmoji } from './parse-emoji.ts';
import { unescape } from './unescape.ts';

const MARKERS = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
type Marker = keyof typeof MARKERS;

export interface LineOptions {
  /** Plain addresses stay text (`verbatim: true`). */
  isVerbatim?: boolean;
}

interface State {
  line: string;
  nodes: Inline[];
  /** Markers that may still find their end, outermost first: one of a kind at most, so nesting is three deep at most. */
  open: { marker: Marker; at: number }[];
}

/** One line of mrkdwn. Linear in its length, whatever it holds. */
export function parseLine(line: string, { isVerbatim = false }: LineOptions = {}): Inline[] {
  const state: State = { line, nodes: [], open: [] };
  let plainFrom = 0;
  let at = 0;
  const flush = (): void => {
    if (at > plainFrom) state.nodes.push({ type: 'text', text: unescape(line.slice(plainFrom, at)) });
  };
  while (at < line.length) {
    const atom = parseAtom(line, at, isVerbatim);
    if (atom) {
      flush();
      state.nodes.push(atom.node);
      at = atom.end;
      plainFrom = at;
    } else if (isMarker(line.charAt(at))) {
      flush();
      takeMarker(state, at);
      at += 1;
      plainFrom = at;
    } else at += 1;
  }
  flush();
  return joinText(state.nodes);
}

const isMarker = (char: string): char is Marker => Object.hasOwn(MARKERS, char);

function parseAtom(line: string, at: number, isVerbatim: boolean): { node: Inline; end: number } | undefined {
  const char = line.charAt(at);
  if (char === '<') return findAngle(line, at);
  if (char === '`') return parseCode(line, at);
  if (char === ':') return parseEmoji(line, at);
  return char === 'h' && !isVerbatim ? parseBareUrl(line, at) : undefined;
}

const ANGLE = /<([^<>]*)>/y;

function findAngle(line: string, at: number): { node: Inline; end: number } | undefined {
  ANGLE.lastIndex = at;
  const [whole = '', source = ''] = ANGLE.exec(line) ?? [];
  const node = parseAngle(source);
  return node && { node, end: at + whole.length };
}

function parseCode(line: string, at: number): { node: Inline; end: number } | undefined {
  if (isWordBefore(line, at)) return undefined;
  const end = line.indexOf('`', at + 1);
  const text = line.slice(at + 1, Math.max(end, at + 1));
  if (text.trim() === '' || isWordAt(line, end + 1)) return undefined;
  return { node: { type: 'code', children: parseCodeText(text) }, end: end + 1 };
}

/** Inside code nothing is markup but what stands in angle brackets: Slack resolves (and notifies) there too. */
export function parseCodeText(text: string): Inline[] {
  const nodes: Inline[] = [];
  let done = 0;
  for (const { 0: source, index } of text.matchAll(/<[^<>\n]*>/g)) {
    const node = parseAngle(source.slice(1, -1));
    if (!node) continue;
    pushText(nodes, unescape(text.slice(done, index)));
    nodes.push(node);
    done = index + source.length;
  }
  pushText(nodes, unescape(text.slice(done)));
  return nodes;
}

// Not longer than Slack takes, so that many that lead nowhere cost no more than their number.
const BARE = /https?:\/\/[\p{L}\p{N}[](?:(?!&[lg]t;)[^\s<>|`]){0,2000}/uy;
const CLOSING = new Set('.,!?:;\'"”’)]}*_~');

function parseBareUrl(line: string, at: number): { node: Inline; end: number } | undefined {
  if (isWordBefore(line, at)) return undefined;
  BARE.lastIndex = at;
  const source = BARE.exec(line)?.[0] ?? '';
  let length = source.length;
  while (CLOSING.has(source.charAt(length - 1))) length -= 1;
  const node = parseAngle(source.slice(0, length));
  return node && { node, end: at + length };
}

/** A marker opens before a word and closes after one; inside a word, alone or doubled it is text. */
function takeMarker(state: State, at: number): void {
  const { line, nodes, open } = state;
  const marker = line.charAt(at) as Marker;
  const [before, after] = [line.charAt(at - 1), line.charAt(at + 1)];
  const isDoubled = before === marker || after === marker;
  const level = open.findIndex((each) => each.marker === marker);
  const opener = open[level];
  if (opener && !isDoubled && /\S/.test(before) && !isWordAt(line, at + 1) && opener.at + 1 < nodes.length) {
    const children = joinText(nodes.splice(opener.at).slice(1));
    open.splice(level);
    nodes.push({ type: MARKERS[marker], children });
    return;
  }
  if (!opener && !isDoubled && /\S/.test(after) && !isWordBefore(line, at)) open.push({ marker, at: nodes.length });
  nodes.push({ type: 'text', text: marker });
}
