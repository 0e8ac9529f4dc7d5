import { connectedTeams } from '../connected-teams.ts';
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
  const created = Math.floor(core.clock.now().getTime() / 1000);
  const channel: Channel = {
    ...{ id, name: userId, kind: 'im', members, archived: false, created, previousNames: [], messages: [] },
  };
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

export function toApiChannel(
  core: Core,
  channel: Channel,
  { members = false, locale = false, details = false } = {},
): JsonObject {
  const ours = core.state.team.id;
  if (channel.kind === 'im') {
    const user = [...channel.members].find((id) => id !== core.state.app.botUserId);
    return {
      id: channel.id,
      created: channel.created,
      is_im: true,
      user,
      is_user_deleted: core.state.people.get(user ?? '')?.deleted ?? false,
      is_archived: false,
      is_org_shared: false,
      context_team_id: ours,
      priority: 0,
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
    created: channel.created,
    updated: channel.created * 1000,
    creator: core.state.app.botUserId,
    is_archived: channel.archived,
    is_general: false,
    unlinked: 0,
    is_member: isBotIn(core, channel),
    ...toSharing(core, channel),
    previous_names: [...channel.previousNames],
    properties: {},
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    is_moved: 0,
    ...(members && { num_members: channel.members.size }),
    ...(details && toDetails(core, channel)),
    ...(locale && { locale: 'en-US' }),
  };
}

/** Left out of lists. */
const toDetails = ({ state }: Core, channel: Channel): JsonObject => ({
  last_read: '0000000000.000000',
  is_read_only: false,
  is_thread_only: false,
  is_non_threadable: false,
  connected_team_ids: connectedTeams(state, channel),
});

/** Slack Connect: whose channel it is as well. */
function toSharing({ state }: Core, channel: Channel): JsonObject {
  const ours = state.team.id;
  const others = connectedTeams(state, channel);
  return {
    is_shared: others.length > 0,
    is_ext_shared: others.length > 0,
    is_org_shared: false,
    is_pending_ext_shared: false,
    pending_shared: [],
    pending_connected_team_ids: [],
    shared_team_ids: [ours, ...others],
    internal_team_ids: [ours],
    ...(others.length > 0 && { conversation_host_id: ours }),
    context_team_id: ours,
  };
}
