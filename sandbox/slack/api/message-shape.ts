import type { Core } from '../core.ts';
import type { JsonObject } from '../json-object.ts';
import { repliesTo } from '../replies.ts';
import type { Channel, Message } from '../state.ts';
import { toApiFile } from './file-shape.ts';
import { toAuthor } from './author.ts';

/** A message as the Web API, events and interaction payloads carry it. */
export function toApiMessage(core: Core, channel: Channel, message: Message, { metadata = true } = {}): JsonObject {
  return {
    type: 'message',
    ...(message.tombstone && { subtype: 'tombstone', hidden: true }),
    ...(message.broadcast && { subtype: 'thread_broadcast' }),
    user: message.tombstone ? 'USLACKBOT' : message.user,
    ts: message.ts,
    text: message.text,
    ...toAuthor(core, channel, message),
    ...(message.blocks && { blocks: structuredClone(message.blocks) }),
    ...(message.attachments && { attachments: structuredClone(message.attachments) }),
    ...(metadata && message.metadata && { metadata: structuredClone(message.metadata) }),
    ...(message.files && { files: message.files.map((file) => toApiFile(core, file)), upload: false }),
    ...(message.edited && { edited: { ...message.edited } }),
    ...(message.reactions.length > 0 && { reactions: message.reactions.map(toReaction) }),
    ...toThreadFields(channel, message),
  };
}

const toReaction = ({ name, users }: Message['reactions'][number]): JsonObject => ({
  name,
  users: [...users],
  count: users.length,
});

function toThreadFields(channel: Channel, message: Message): JsonObject {
  if (message.threadTs !== undefined) {
    const parent = channel.messages.find((each) => each.ts === message.threadTs);
    return { thread_ts: message.threadTs, ...(parent?.user !== undefined && { parent_user_id: parent.user }) };
  }
  const replies = repliesTo(channel, message.ts);
  const users = [...new Set(replies.flatMap((reply) => reply.user ?? []))];
  const latest = replies.at(-1);
  if (!latest) return {};
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    reply_users: users,
    latest_reply: latest.ts,
    is_locked: false,
    subscribed: false,
  };
}
