import type { Channel, Message } from './state.ts';

/** The replies in a thread, oldest first, without the parent. */
export function repliesTo(channel: Channel, ts: string): Message[] {
  return channel.messages.filter((message) => message.threadTs === ts && message.ts !== ts && message.to === undefined);
}
