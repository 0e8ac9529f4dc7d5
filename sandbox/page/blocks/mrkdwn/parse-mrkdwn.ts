import type { Node } from '../tree.ts';
import { parseCodeText, parseLine, type LineOptions } from './parse-line.ts';

const FENCE = '```';

interface Line {
  nodes: Node[];
  isQuote: boolean;
  isEmpty: boolean;
}

/** Slack's mrkdwn as a tree. Code blocks and quotes take the one line break on each side of them. */
export function parseMrkdwn(source: string, options: LineOptions = {}): Node[] {
  const lines: Line[] = [];
  const quote = createQuoteReader();
  const addText = (text: string): void => {
    const [first = '', ...rest] = text.split('\n');
    const before = lines.at(-1);
    if (!before) lines.push(toLine(quote(first), options));
    else if (first.trim() !== '') lines.push(toLine({ text: first.trim(), isQuote: before.isQuote }, options));
    for (const each of rest) lines.push(toLine(quote(each), options));
  };
  let at = 0;
  for (let code = findCode(source, 0); code; code = findCode(source, at)) {
    addText(source.slice(at, code.start));
    const own = lines.at(-1);
    // Nothing before it on its line: then that line is the code's.
    if (own?.isEmpty) lines.pop();
    lines.push({
      nodes: [{ type: 'pre', children: parseCodeText(code.text) }],
      isQuote: own?.isQuote ?? false,
      isEmpty: false,
    });
    at = code.end;
  }
  addText(source.slice(at));
  return joinLines(lines);
}

interface Quoted {
  text: string;
  isQuote: boolean;
}

const toLine = ({ text, isQuote }: Quoted, options: LineOptions): Line => ({
  nodes: parseLine(text, options),
  isQuote,
  isEmpty: text.trim() === '',
});

/** Tells of each line in turn whether it is quoted: `>` for one line, `>>>` from there to the end; escaped ones count too. */
function createQuoteReader(): (line: string) => Quoted {
  let isRestQuoted = false;
  return (line) => {
    if (isRestQuoted) return { text: line, isQuote: true };
    const [, sign = ''] = /^((?:>|&gt;){3}|>|&gt;)/.exec(line) ?? [];
    isRestQuoted = sign.length > 4 || sign === '>>>';
    return { text: sign === '' ? line : line.slice(sign.length).replace(/^ /, ''), isQuote: sign !== '' };
  };
}

function findCode(source: string, from: number): { start: number; end: number; text: string } | undefined {
  for (let start = source.indexOf(FENCE, from); start >= 0; start = source.indexOf(FENCE, start + 1)) {
    const close = source.indexOf(FENCE, start + FENCE.length);
    if (close < 0) return undefined;
    const text = source.slice(start + FENCE.length, close);
    const shown = text.replace(/^[^\S\n]*\n/, '').replace(/\n[^\S\n]*$/, '');
    if (shown.trim() !== '') return { start, end: close + FENCE.length, text: shown };
  }
  return undefined;
}

function joinLines(lines: readonly Line[]): Node[] {
  const nodes: Node[] = [];
  let quoted: Line[] = [];
  const endQuote = (): void => {
    if (quoted.length > 0) nodes.push({ type: 'quote', children: joinLines(quoted) });
    quoted = [];
  };
  for (const line of lines) {
    if (line.isQuote) quoted.push({ ...line, isQuote: false });
    else {
      endQuote();
      addLine(nodes, line);
    }
  }
  endQuote();
  return nodes;
}

function addLine(nodes: Node[], line: Line): void {
  if (line.isEmpty) return void nodes.push({ type: 'gap' });
  const before = nodes.at(-1);
  if (before && !isBlock(before) && !isBlock(line.nodes[0])) nodes.push({ type: 'break' });
  for (const node of line.nodes) nodes.push(node);
}

const isBlock = (node: Node | undefined): boolean =>
  node?.type === 'pre' || node?.type === 'quote' || node?.type === 'gap';
