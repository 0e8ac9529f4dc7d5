import { readContent } from '../../content.ts';
import type { Core } from '../../core.ts';
import { lengthOf } from '../../blockkit/rule.ts';
import { findText, toText, type JsonObject } from '../../json-object.ts';
import { addMessage, editMessage, findMessage, removeMessage } from '../../messages.ts';
import type { Channel, Message } from '../../state.ts';
import { getConversation, getWritable, isBotIn } from '../conversation.ts';
import { toApiMessage } from '../message-shape.ts';
import type { Method } from '../method.ts';
import { SlackError } from '../slack-error.ts';

const MAX_UPDATE = 4000;

/** Also says so when a well-formed thread_ts leads nowhere: Slack answers ok and nobody ever sees the message. */
export function readThread(core: Core, channel: Channel, args: JsonObject, method: string): string | undefined {
  const threadTs = findText(args['thread_ts']);
  if (threadTs === undefined || threadTs === '') return undefined;
  if (!/^\d{10}\.\d{6}$/.test(threadTs)) {
    throw new SlackError('invalid_thread_ts', [`[ERROR] ${threadTs} is not a valid thread_ts`]);
  }
  const parent = channel.messages.find((message) => message.ts === threadTs && message.to === undefined);
  if (!parent || parent.threadTs !== undefined) {
    core.record.violation({ method, error: 'lost_in_missing_thread', messages: [`no parent ${threadTs}`] });
  }
  return threadTs;
}

const postMessage: Method = (core, args) => {
  const channel = getWritable(core, args['channel']);
  if (!isBotIn(core, channel) && !core.installed.hasScope('chat:write.public')) throw new SlackError('not_in_channel');
  const content = readContent(core, args);
  const threadTs = readThread(core, channel, args, 'chat.postMessage');
  const username = findText(args['username']);
  const message = addMessage(core, channel, {
    ...content,
    byBot: true,
    user: core.state.app.botUserId,
    ...(threadTs !== undefined && { threadTs }),
    ...(threadTs !== undefined && args['reply_broadcast'] === true && { broadcast: true }),
    ...(username !== undefined && { username }),
  });
  return { channel: channel.id, ts: message.ts, message: toApiMessage(core, channel, message) };
};

const postEphemeral: Method = (core, args) => {
  const channel = getWritable(core, args['channel']);
  if (!isBotIn(core, channel)) throw new SlackError('not_in_channel');
  const to = toText(args['user']);
  if (!channel.members.has(to)) throw new SlackError('user_not_in_channel');
  if (lengthOf(toText(args['text'])) > 40_000) throw new SlackError('msg_too_long');
  const content = readContent(core, args);
  const threadTs = readThread(core, channel, args, 'chat.postEphemeral');
  const draft = { ...content, byBot: true, user: core.state.app.botUserId, to };
  const message = addMessage(core, channel, { ...draft, ...(threadTs !== undefined && { threadTs }) });
  return { message_ts: message.ts };
};

function getOwn(core: Core, args: JsonObject, refusal: string): { channel: Channel; message: Message } {
  const channel = getConversation(core, args['channel']);
  const message = findMessage(channel, toText(args['ts']));
  if (!message) throw new SlackError('message_not_found');
  if (!message.byBot) throw new SlackError(refusal);
  return { channel, message };
}

const update: Method = (core, args) => {
  if (lengthOf(toText(args['text'])) > MAX_UPDATE) throw new SlackError('msg_too_long');
  const { channel, message } = getOwn(core, args, 'cant_update_message');
  if (channel.archived) throw new SlackError('is_inactive');
  editMessage(core, channel, message, readContent(core, args));
  // As on Slack: the message in this answer has no ts of its own.
  const { ts, ...shape } = toApiMessage(core, channel, message);
  return { channel: channel.id, ts, text: message.text, message: shape };
};

const remove: Method = (core, args) => {
  const { channel, message } = getOwn(core, args, 'cant_delete_message');
  removeMessage(core, channel, message);
  return { channel: channel.id, ts: message.ts };
};

const getPermalink: Method = (core, args) => {
  const channel = getConversation(core, args['channel']);
  const message = findMessage(channel, toText(args['message_ts']));
  if (!message) throw new SlackError('message_not_found');
  const path = `archives/${channel.id}/p${message.ts.replace('.', '')}`;
  const thread = message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
  return { channel: channel.id, permalink: `https://${core.state.team.domain}.slack.com/${path}${thread}` };
};

export const chatMethods: Record<string, Method> = {
  'chat.postMessage': postMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.update': update,
  'chat.delete': remove,
  'chat.getPermalink': getPermalink,
};
