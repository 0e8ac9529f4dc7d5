import type { State } from './state.ts';

export interface ListedChannel {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'im';
  members: string[];
  isArchived: boolean;
  isBotMember: boolean;
}

export interface ListedPerson {
  id: string;
  name: string;
  isBot: boolean;
  isDeactivated: boolean;
  /** Of another workspace, over Slack Connect. */
  isStranger: boolean;
}

/** What there is in a workspace, as copies. */
export function createListings({ channels, people, usergroups, files, team, app }: State) {
  return {
    channels: (): ListedChannel[] =>
      [...channels.values()].map(({ id, name, kind, members, archived }) => ({
        ...{ id, name, kind, members: [...members], isArchived: archived },
        isBotMember: members.has(app.botUserId),
      })),
    people: (): ListedPerson[] =>
      [...people.values()].map(({ id, name, isBot, deleted, teamId }) => ({
        ...{ id, name, isBot, isDeactivated: deleted },
        isStranger: teamId !== team.id,
      })),
    usergroups: () => [...usergroups.values()].map(({ id, handle, users }) => ({ id, handle, users: [...users] })),
    file(id: string): { name: string; mimetype: string; content: Buffer } | undefined {
      const file = files.get(id);
      return file?.complete ? { name: file.name, mimetype: file.mimetype, content: file.content } : undefined;
    },
  };
}
