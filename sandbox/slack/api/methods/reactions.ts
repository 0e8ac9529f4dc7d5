import { toText } from '../../json-object.ts';
import { findMessage } from '../../messages.ts';
import { getConversation, isBotIn } from '../conversation.ts';
import type { Method } from '../method.ts';
import { SlackError } from '../slack-error.ts';

const add: Method = (core, args) => {
  const name = toText(args['name']);
  if (!/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(name)) throw new SlackError('invalid_name');
  const channel = getConversation(core, args['channel']);
  if (!isBotIn(core, channel)) throw new SlackError('not_in_channel');
  if (channel.archived) throw new SlackError('is_archived');
  const message = findMessage(channel, toText(args['timestamp']));
  if (!message) throw new SlackError('message_not_found');
  const { botUserId } = core.state.app;
  const reaction = message.reactions.find((each) => each.name === name);
  if (reaction?.users.includes(botUserId)) throw new SlackError('already_reacted');
  if (reaction) reaction.users.push(botUserId);
  else message.reactions.push({ name, users: [botUserId] });
  core.changes.emit();
  return {};
};

export const reactionMethods: Record<string, Method> = { 'reactions.add': add };
