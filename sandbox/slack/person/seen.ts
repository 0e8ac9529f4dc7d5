import { toPlain } from '../blockkit/plain.ts';
import type { JsonObject } from '../json-object.ts';
import { repliesTo } from '../replies.ts';
import type { Channel, Message } from '../state.ts';

/** A message as somebody sees it: a copy, so that an old one stands for a stale screen. */
export interface SeenMessage {
  channel: string;
  ts: string;
  user?: string;
  byBot: boolean;
  text: string;
  blocks: JsonObject[];
  /** The blocks as readable text, or `text` where there are none; then the names of files. */
  plain: string;
  threadTs?: string;
  replyCount: number;
  ephemeral?: true;
  edited?: true;
  /** A reply that is shown in the channel as well. */
  broadcast?: true;
  /** A deleted parent that still has replies. */
  deleted?: true;
  files?: { id: string; name: string; title: string; mimetype: string; content: Buffer }[];
  metadata?: JsonObject;
  reactions: string[];
}

export function toSeen(channel: Channel, message: Message): SeenMessage {
  const { ts, user, byBot, text, threadTs, metadata, files } = message;
  const blocks = structuredClone(message.blocks ?? []);
  const body = blocks.length > 0 ? toPlain(blocks) : text;
  return {
    channel: channel.id,
    ts,
    byBot,
    text,
    blocks,
    plain: [body, ...(files ?? []).map((file) => `(file: ${file.name})`)].filter(Boolean).join('\n'),
    replyCount: repliesTo(channel, ts).length,
    reactions: message.reactions.map(({ name }) => name),
    ...(user !== undefined && { user }),
    ...(threadTs !== undefined && { threadTs }),
    ...(message.to !== undefined && { ephemeral: true as const }),
    ...(message.edited && { edited: true as const }),
    ...(message.broadcast && { broadcast: true as const }),
    ...(message.tombstone && { deleted: true as const }),
    ...(metadata && { metadata: structuredClone(metadata) }),
    ...(files && {
      files: files.map(({ id, name, title, mimetype, content }) => ({ id, name, title, mimetype, content })),
    }),
  };
}
