import { toApiUser } from './api/user-shape.ts';
import type { Core } from './core.ts';
import type { JsonObject } from './json-object.ts';
import { findMessage, removeMessage } from './messages.ts';
import type { Channel, Person, Usergroup } from './state.ts';
import { closeModals } from './views.ts';

/** What administrators and other people change while the app runs; subscribed events are sent. */
export interface Administration {
  setUsergroup(id: string, users: readonly string[]): void;
  deactivate(userId: string): void;
  archive(channelId: string): void;
  rename(channelId: string, name: string): void;
  removeBot(channelId: string): void;
  addMember(channelId: string, userId: string): void;
  deleteMessage(channelId: string, ts: string): void;
}

export function createAdministration(core: Core): Administration {
  const { state, delivery, changes } = core;
  const getChannel = (id: string): Channel => getFrom(state.channels, id);
  const now = (): number => Math.floor(core.clock.now().getTime() / 1000);
  /** Who did it, in an event that must name somebody. */
  const anybody = (): string => [...state.people.values()].find(({ isBot, deleted }) => !isBot && !deleted)?.id ?? '';
  const send = (event: JsonObject & { type: string }): void => void delivery.sendEvent(event, event.type);
  return {
    setUsergroup(id, users) {
      const group = getFrom(state.usergroups, id);
      const event = toMembersChanged(core, group, users);
      group.users = [...users];
      group.updated = now();
      changes.emit();
      send(event);
    },
    deactivate(userId) {
      const person: Person = getFrom(state.people, userId);
      person.deleted = true;
      closeModals(core, userId);
      send({ type: 'user_change', user: toApiUser(core, person), cache_ts: now(), event_ts: state.nextTs() });
    },
    archive(channelId) {
      getChannel(channelId).archived = true;
      changes.emit();
      const event = { channel: channelId, user: anybody(), is_moved: 0, event_ts: state.nextTs() };
      send({ type: 'channel_archive', ...event });
    },
    rename(channelId, name) {
      const channel = getChannel(channelId);
      channel.previousNames.unshift(channel.name);
      channel.name = name;
      changes.emit();
      const renamed = { id: channelId, is_channel: true, is_mpim: false, name, name_normalized: name };
      const event = { channel: { ...renamed, created: channel.created }, event_ts: state.nextTs() };
      send({ type: 'channel_rename', ...event });
    },
    removeBot(channelId) {
      getChannel(channelId).members.delete(state.app.botUserId);
      changes.emit();
    },
    addMember(channelId, userId) {
      const channel = getChannel(channelId);
      const { teamId } = getFrom(state.people, userId);
      channel.members.add(userId);
      changes.emit();
      if (!channel.members.has(state.app.botUserId)) return;
      const event = { user: userId, channel: channelId, channel_type: channel.kind === 'private' ? 'G' : 'C' };
      send({ type: 'member_joined_channel', ...event, team: teamId, inviter: anybody(), event_ts: state.nextTs() });
    },
    deleteMessage(channelId, ts) {
      const channel = getChannel(channelId);
      const message = findMessage(channel, ts);
      if (!message) throw new Error(`no message ${ts} in ${channelId}`);
      removeMessage(core, channel, message);
    },
  };
}

function getFrom<T>(map: ReadonlyMap<string, T>, id: string): T {
  const found = map.get(id);
  if (found === undefined) throw new Error(`no such id: ${id}`);
  return found;
}

const toMembersChanged = ({ state, clock }: Core, group: Usergroup, users: readonly string[]) => {
  const added = users.filter((user) => !group.users.includes(user));
  const removed = group.users.filter((user) => !users.includes(user));
  return {
    type: 'subteam_members_changed',
    subteam_id: group.id,
    team_id: state.team.id,
    date_previous_update: group.updated,
    date_update: Math.floor(clock.now().getTime() / 1000),
    added_users: added,
    added_users_count: added.length,
    removed_users: removed,
    removed_users_count: removed.length,
    event_ts: state.nextTs(),
  };
};
