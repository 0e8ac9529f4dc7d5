import type { Core } from '../core.ts';
import type { JsonObject } from '../json-object.ts';
import type { Channel } from '../state.ts';
import { SlackError } from './slack-error.ts';

export const isBotIn = (core: Core, channel: Channel): boolean => channel.members.has(core.state.app.botUserId);

/** The conversation, if the app may know of it: private ones it is not in do not exist for it. */
export function getConversation(core: Core, id: unknown): Channel {
  const channel = core.state.channels.get(String(id));
  if (!channel || (channel.kind !== 'public' && !isBotIn(core, channel))) throw new SlackError('channel_not_found');
  return channel;
}

/** The direct messages between the app and one person. */
export function openDirect(core: Core, userId: string): Channel {
  const { channels, app } = core.state;
  const id = `D0${userId.slice(1)}`;
  const existing = channels.get(id);
  if (existing) return existing;
  const members = new Set([userId, app.botUserId]);
  const channel: Channel = { id, name: userId, kind: 'im', members, archived: false, messages: [] };
  channels.set(id, channel);
  return channel;
}

/** Where the app wants to write; a user id means the direct messages with that person. */
export function getWritable(core: Core, id: unknown): Channel {
  const isPerson = core.state.people.has(String(id)) && id !== core.state.app.botUserId;
  const channel = isPerson ? openDirect(core, String(id)) : getConversation(core, id);
  if (channel.archived) throw new SlackError('is_archived');
  return channel;
}

export function toApiChannel(core: Core, channel: Channel, { members = false } = {}): JsonObject {
  if (channel.kind === 'im') {
    const user = [...channel.members].find((id) => id !== core.state.app.botUserId);
    return {
      id: channel.id,
      is_im: true,
      user,
      is_archived: false,
      is_org_shared: false,
      context_team_id: core.state.team.id,
    };
  }
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === 'private',
    is_archived: channel.archived,
    is_member: isBotIn(core, channel),
    is_shared: false,
    is_ext_shared: false,
    is_org_shared: false,
    context_team_id: core.state.team.id,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    ...(members && { num_members: channel.members.size }),
  };
}
