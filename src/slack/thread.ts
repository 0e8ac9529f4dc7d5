import type { Output } from '../core/output.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import type { Rendered } from './card-context.ts';
import { toApprovers } from './card-words.ts';
import { clampLine, toCodeBlock } from './clamp.ts';
import type { MessageBody } from './message-body.ts';

export interface ThreadFile {
  name: string;
  title: string;
  text: string;
}

const BLOCK_MAX = 2_500;
const TOTAL_MAX = 10_500;
const SHOWN_MAX = 20;

/**
 * Outputs of a step as code blocks that show their ends; `files` are those that did not fit. `key` is the message's:
 * the same message has the same file names for ever.
 */
export function renderThread(
  body: MessageBody,
  key: string,
  texts: Texts,
): Rendered & { files: readonly ThreadFile[] } {
  const words = texts.cards;
  const outputs = fold(body.outputs, words);
  const room = Math.min(BLOCK_MAX, Math.floor(TOTAL_MAX / Math.max(1, outputs.length)) - 150);
  const mention = body.mention.length === 0 ? '' : `${toApprovers(body.mention, words)} `;
  const heading = `${mention}${clampLine(body.heading, 600, words.more)}`.trim();
  const files: ThreadFile[] = [];
  const sections = outputs.map((output, index) => {
    const title = clampLine(output.title, 200, words.more);
    if (output.text.trim() === '') return `*${title}*: ${words.noOutput}`;
    const { block, isCut } = toCodeBlock(output.text, room, words.outputCut);
    if (isCut) files.push({ name: fileName(key, index), title: output.title, text: output.text });
    return `*${title}*\n${block}`;
  });
  const blocks = [...(heading === '' ? [] : [heading]), ...sections].map((text) => ({
    type: 'section' as const,
    text: { type: 'mrkdwn' as const, text },
  }));
  const titles = outputs.map((output) => clampLine(output.title, 80, words.more)).join(', ');
  return { text: [heading, titles].filter((part) => part !== '').join(': '), blocks, files };
}

/** Twenty outputs at most; what is beyond goes into the last one. */
function fold(outputs: readonly Output[], words: Texts['cards']): readonly Output[] {
  if (outputs.length <= SHOWN_MAX) return outputs;
  const rest = outputs.slice(SHOWN_MAX - 1);
  const text = rest.map((output) => `${output.title}\n${output.text}`).join('\n\n');
  return [...outputs.slice(0, SHOWN_MAX - 1), { title: words.more({ count: rest.length }), text }];
}

const fileName = (key: string, index: number): string =>
  `${key.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 120)}-${index + 1}.txt`;
