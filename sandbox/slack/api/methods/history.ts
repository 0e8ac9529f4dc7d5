import type { Core } from '../../core.ts';
import { findText, toText, type JsonObject } from '../../json-object.ts';
import { repliesTo } from '../../replies.ts';
import type { Channel, Message } from '../../state.ts';
import { getConversation, isBotIn } from '../conversation.ts';
import { toApiMessage } from '../message-shape.ts';
import type { Method } from '../method.ts';
import { toPage } from '../page.ts';
import { SlackError } from '../slack-error.ts';

/** Time stamps compare as texts: all have the same length. */
function inRange(args: JsonObject): (message: Message) => boolean {
  const oldest = readTs(args['oldest'], 'invalid_ts_oldest') ?? '';
  const latest = readTs(args['latest'], 'invalid_ts_latest') ?? '9';
  const inclusive = args['inclusive'] === true;
  return ({ ts }) => (inclusive && (ts === oldest || ts === latest)) || (ts > oldest && ts < latest);
}

function readTs(value: unknown, refusal: string): string | undefined {
  const text = findText(value);
  if (text === undefined || text === '') return undefined;
  if (!/^\d+(\.\d+)?$/.test(text)) throw new SlackError(refusal);
  const [seconds = '', micros = ''] = text.split('.');
  return `${seconds.padStart(10, '0')}.${micros.padEnd(6, '0')}`;
}

function toAnswer(core: Core, channel: Channel, messages: Message[], args: JsonObject): JsonObject {
  const { items, nextCursor } = toPage(messages, args);
  const metadata = args['include_all_metadata'] === true;
  return {
    messages: items.map((message) => toApiMessage(core, channel, message, { metadata })),
    has_more: nextCursor !== '',
    ...(nextCursor !== '' && { response_metadata: { next_cursor: nextCursor } }),
  };
}

function getReadable(core: Core, args: JsonObject): Channel {
  const channel = getConversation(core, args['channel']);
  if (!isBotIn(core, channel)) throw new SlackError('not_in_channel');
  return channel;
}

/** Newest first; replies only when they were broadcast. */
const history: Method = (core, args) => {
  const channel = getReadable(core, args);
  const isShown = (message: Message): boolean =>
    message.to === undefined && (message.threadTs === undefined || message.broadcast === true);
  const messages = channel.messages.filter(isShown).filter(inRange(args)).toReversed();
  return {
    ...toAnswer(core, channel, messages, args),
    pin_count: 0,
    channel_actions_ts: null,
    channel_actions_count: 0,
  };
};

/** Oldest first, the parent always among them. */
const replies: Method = (core, args) => {
  const channel = getReadable(core, args);
  const asked = toText(args['ts']);
  const given = channel.messages.find((message) => message.ts === asked && message.to === undefined);
  if (!given) throw new SlackError('thread_not_found');
  const parent = channel.messages.find((message) => message.ts === (given.threadTs ?? given.ts)) ?? given;
  const messages = [parent, ...repliesTo(channel, parent.ts).filter(inRange(args))];
  return toAnswer(core, channel, messages, args);
};

export const historyMethods: Record<string, Method> = {
  'conversations.history': history,
  'conversations.replies': replies,
};
