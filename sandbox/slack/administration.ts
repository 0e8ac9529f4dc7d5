import type { Core } from './core.ts';
import { findMessage, removeMessage } from './messages.ts';
import type { Channel, Person } from './state.ts';

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
  return {
    setUsergroup(id, users) {
      const group = getFrom(state.usergroups, id);
      const added = users.filter((user) => !group.users.includes(user));
      const removed = group.users.filter((user) => !users.includes(user));
      group.users = [...users];
      changes.emit();
      void delivery.sendEvent(toMembersChanged(core, id, added, removed), 'subteam_members_changed');
    },
    deactivate(userId) {
      const person: Person = getFrom(state.people, userId);
      person.deleted = true;
      changes.emit();
      const user = { id: person.id, name: person.name, deleted: true, team_id: state.team.id };
      void delivery.sendEvent({ type: 'user_change', user, event_ts: state.nextTs() }, 'user_change');
    },
    archive(channelId) {
      getChannel(channelId).archived = true;
      changes.emit();
      void delivery.sendEvent(
        { type: 'channel_archive', channel: channelId, event_ts: state.nextTs() },
        'channel_archive',
      );
    },
    rename(channelId, name) {
      getChannel(channelId).name = name;
      changes.emit();
      void delivery.sendEvent({ type: 'channel_rename', channel: { id: channelId, name } }, 'channel_rename');
    },
    removeBot(channelId) {
      getChannel(channelId).members.delete(state.app.botUserId);
      changes.emit();
    },
    addMember(channelId, userId) {
      getChannel(channelId).members.add(userId);
      changes.emit();
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

const toMembersChanged = ({ state }: Core, id: string, added: string[], removed: string[]) => ({
  type: 'subteam_members_changed',
  subteam_id: id,
  team_id: state.team.id,
  added_users: added,
  added_users_count: added.length,
  removed_users: removed,
  removed_users_count: removed.length,
  event_ts: state.nextTs(),
});
