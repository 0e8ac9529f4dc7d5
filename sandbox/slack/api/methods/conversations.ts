import { toText } from '../../json-object.ts';
import type { Channel } from '../../state.ts';
import { getConversation, isBotIn, openDirect, toApiChannel } from '../conversation.ts';
import type { Method } from '../method.ts';
import { toPage } from '../page.ts';
import { SlackError } from '../slack-error.ts';

const KINDS: Record<string, Channel['kind'] | undefined> = {
  public_channel: 'public',
  private_channel: 'private',
  im: 'im',
  mpim: undefined,
};

const list: Method = (core, args) => {
  const types = (toText(args['types']) || 'public_channel').split(',').map((type) => type.trim());
  if (!types.every((type) => Object.hasOwn(KINDS, type))) throw new SlackError('invalid_types');
  const kinds = new Set(types.map((type) => KINDS[type]));
  const all = [...core.state.channels.values()].filter(
    (channel) =>
      kinds.has(channel.kind) &&
      (channel.kind === 'public' || isBotIn(core, channel)) &&
      !(args['exclude_archived'] === true && channel.archived),
  );
  const { items, nextCursor } = toPage(all, args);
  return {
    channels: items.map((channel) => toApiChannel(core, channel, { members: true })),
    response_metadata: { next_cursor: nextCursor },
  };
};

const info: Method = (core, args) => {
  const channel = getConversation(core, args['channel']);
  const members = args['include_num_members'] === true;
  const locale = args['include_locale'] === true;
  return { channel: toApiChannel(core, channel, { members, locale, details: true }) };
};

const members: Method = (core, args) => {
  const { items, nextCursor } = toPage([...getConversation(core, args['channel']).members], args);
  return { members: items, response_metadata: { next_cursor: nextCursor } };
};

const join: Method = (core, args) => {
  const channel = getConversation(core, args['channel']);
  if (channel.kind !== 'public') throw new SlackError('method_not_supported_for_channel_type');
  if (channel.archived) throw new SlackError('is_archived');
  const already = isBotIn(core, channel);
  channel.members.add(core.state.app.botUserId);
  core.changes.emit();
  return { channel: toApiChannel(core, channel), ...(already && { warning: 'already_in_channel' }) };
};

/** One person only: group direct messages are not imitated. */
const open: Method = (core, args) => {
  const given = toText(args['channel']);
  if (given !== '') return { channel: toApiChannel(core, getConversation(core, given)) };
  const users = toText(args['users']).split(',').filter(Boolean);
  const [user] = users;
  if (user === undefined) throw new SlackError('users_list_not_supplied');
  if (users.length > 1) throw new SlackError('method_not_supported_for_channel_type');
  const person = core.state.people.get(user);
  if (!person) throw new SlackError('user_not_found');
  if (person.deleted) throw new SlackError('user_disabled');
  if (person.isBot) throw new SlackError('cannot_dm_bot');
  const channel = openDirect(core, user);
  return { channel: args['return_im'] === true ? toApiChannel(core, channel) : { id: channel.id } };
};

export const conversationMethods: Record<string, Method> = {
  'conversations.list': list,
  'conversations.info': info,
  'conversations.members': members,
  'conversations.join': join,
  'conversations.open': open,
};
