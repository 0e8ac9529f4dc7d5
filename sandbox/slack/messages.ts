import { toApiMessage } from './api/message-shape.ts';
import type { Core } from './core.ts';
import type { Content } from './content.ts';
import { sendChanged, sendDeleted, sendPosted } from './message-events.ts';
import { repliesTo } from './replies.ts';
import type { Channel, Message } from './state.ts';

export type Draft = Content & Partial<Omit<Message, 'ts' | 'reactions'>> & { byBot: boolean };

/** Adds a message to a channel, tells fronts, and sends the events the app subscribed to. */
export function addMessage(core: Core, channel: Channel, draft: Draft): Message {
  const message: Message = { ...draft, ts: core.state.nextTs(), reactions: [] };
  channel.messages.push(message);
  core.changes.emit();
  sendPosted(core, channel, message);
  return message;
}

export function findMessage(channel: Channel, ts: string, { ephemeral = false } = {}): Message | undefined {
  return channel.messages.find(
    (message) => message.ts === ts && (message.to !== undefined) === ephemeral && !message.tombstone,
  );
}

/** Text without blocks removes the blocks, and so on: the new content replaces the old. */
export function editMessage(core: Core, channel: Channel, message: Message, content: Content): void {
  const before = toApiMessage(core, channel, message);
  delete message.blocks;
  delete message.attachments;
  Object.assign(message, content);
  if (message.to === undefined) message.edited = { user: message.user ?? '', ts: core.state.nextTs() };
  core.changes.emit();
  sendChanged(core, channel, message, before);
}

/** A parent with replies stays as a tombstone, so that the thread can be read on. */
export function removeMessage(core: Core, channel: Channel, message: Message): void {
  const before = toApiMessage(core, channel, message);
  if (repliesTo(channel, message.ts).length > 0) {
    for (const name of ['blocks', 'attachments', 'metadata', 'files', 'edited'] as const) delete message[name];
    Object.assign(message, { tombstone: true, text: 'This message was deleted.' });
  } else {
    channel.messages = channel.messages.filter((each) => each !== message);
  }
  core.changes.emit();
  sendDeleted(core, channel, message, before);
}
