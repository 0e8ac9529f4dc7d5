import type { JsonObject } from '../json-object.ts';

const MENTION = /<(@|#|!subteam\^|!)([^>|]+)(?:\|[^>]*)?>/g;

/** What somebody typed, as the rich_text block that every client sends along with the text. */
export function toRichText(text: string): JsonObject {
  const elements: JsonObject[] = [];
  let from = 0;
  for (const match of text.matchAll(MENTION)) {
    elements.push(...plain(text.slice(from, match.index)), toMention(match[1] ?? '', match[2] ?? ''));
    from = match.index + match[0].length;
  }
  elements.push(...plain(text.slice(from)));
  return { type: 'rich_text', block_id: 'typed', elements: [{ type: 'rich_text_section', elements }] };
}

const plain = (text: string): JsonObject[] => (text === '' ? [] : [{ type: 'text', text }]);

function toMention(mark: string, id: string): JsonObject {
  if (mark === '@') return { type: 'user', user_id: id };
  if (mark === '#') return { type: 'channel', channel_id: id };
  if (mark === '!') return { type: 'broadcast', range: id };
  return { type: 'usergroup', usergroup_id: id };
}
