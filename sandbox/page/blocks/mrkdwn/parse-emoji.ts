import { pushText, type Inline } from '../tree.ts';
import { findEmoji } from './find-emoji.ts';

const NAME = /:([a-z0-9_+'-]{1,100}):(?::skin-tone-([2-6]):)?/y;

/** An `:emoji:` that begins at `at`, and where it ends; undefined where Slack leaves text. */
export function parseEmoji(text: string, at: number): { node: Inline; end: number } | undefined {
  NAME.lastIndex = at;
  const [whole = '', name = '', tone] = NAME.exec(text) ?? [];
  const unicode = name === '' ? undefined : findEmoji(name, tone === undefined ? undefined : Number(tone));
  return unicode === undefined ? undefined : { node: { type: 'emoji', name, unicode }, end: at + whole.length };
}

/** Text that knows no markup but `:emoji:`. */
export function parseEmojiOnly(text: string): Inline[] {
  const nodes: Inline[] = [];
  let done = 0;
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', Math.max(at + 1, done))) {
    const found = parseEmoji(text, at);
    if (!found) continue;
    pushText(nodes, text.slice(done, at));
    nodes.push(found.node);
    done = found.end;
  }
  pushText(nodes, text.slice(done));
  return nodes;
}
