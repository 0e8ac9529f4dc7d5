import { toObject, toText } from '../../slack/json-object.ts';
import { parseEmojiOnly } from './mrkdwn/parse-emoji.ts';
import { parseMrkdwn } from './mrkdwn/parse-mrkdwn.ts';
import type { Node } from './tree.ts';

/** A text object where only characters can stand: options of a menu, labels for screen readers. */
export function toPlainLabel(text: unknown): string {
  const { type, text: source, emoji } = toObject(text);
  if (type === 'mrkdwn') return parseMrkdwn(toText(source)).map(plain).join('');
  return emoji === true ? parseEmojiOnly(toText(source)).map(plain).join('') : toText(source);
}

function plain(node: Node): string {
  if (node.type === 'text') return node.text;
  if (node.type === 'emoji') return node.unicode;
  if (node.type === 'broadcast') return `@${node.range}`;
  if (node.type === 'date') return node.fallback;
  if ('children' in node) return node.children.map(plain).join('');
  return 'id' in node ? (node.label ?? node.id) : ' ';
}
