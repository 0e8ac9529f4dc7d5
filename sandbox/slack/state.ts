import { randomBytes } from 'node:crypto';
import type { Clock } from '../../src/core/clock.ts';
import type { JsonObject } from './json-object.ts';
import type { PersonOptions, WorkspaceOptions } from './options.ts';

export interface Person {
  id: string;
  name: string;
  realName: string;
  deleted: boolean;
  isBot: boolean;
  /** Not the workspace's own for a person of another one, over Slack Connect. */
  teamId: string;
  guest?: 'multi-channel' | 'single-channel';
}

export interface Usergroup {
  id: string;
  handle: string;
  name: string;
  users: string[];
  /** Unix seconds of the last change. */
  updated: number;
}

export interface SharedFile {
  id: string;
  name: string;
  title: string;
  size: number;
  mimetype: string;
  /** Unix seconds. */
  created: number;
  content: Buffer;
  complete: boolean;
  channels: string[];
}

export interface Message {
  ts: string;
  user?: string;
  /** Posted by the installed app. */
  byBot: boolean;
  text: string;
  blocks?: JsonObject[];
  attachments?: JsonObject[];
  metadata?: JsonObject;
  threadTs?: string;
  broadcast?: boolean;
  edited?: { user: string; ts: string };
  files?: SharedFile[];
  username?: string;
  reactions: { name: string; users: string[] }[];
  /** Ephemeral: seen by this person only, never stored in history. */
  to?: string;
  /** A person's client names each message it sends. */
  clientMsgId?: string;
  /** A deleted parent that still has replies. */
  tombstone?: boolean;
}

export interface Channel {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'im';
  members: Set<string>;
  archived: boolean;
  /** Unix seconds. */
  created: number;
  previousNames: string[];
  messages: Message[];
}

export interface View {
  id: string;
  user: string;
  /** What the app sent, with block and action ids filled in. */
  body: JsonObject;
  hash: string;
  rootId: string;
  previousId?: string;
  values: Values;
  errors: Record<string, string>;
}

/** block_id → action_id → what the person chose, in Slack's `state.values` shape. */
export type Values = Record<string, Record<string, JsonObject>>;

export interface State {
  readonly team: { id: string; domain: string; name: string };
  readonly app: { id: string; botId: string; botUserId: string; name: string };
  readonly credentials: { botToken: string; appToken: string; signingSecret: string; verificationToken: string };
  readonly people: Map<string, Person>;
  readonly usergroups: Map<string, Usergroup>;
  readonly channels: Map<string, Channel>;
  readonly files: Map<string, SharedFile>;
  readonly views: Map<string, View>;
  /** Open modals per person, the visible one last. */
  readonly stacks: Map<string, string[]>;
  readonly homes: Map<string, string>;
  /** What each person chose in the elements of a message. */
  readonly messageValues: Map<string, Values>;
  nextTs(): string;
  nextId(prefix: string): string;
}

export function createState(options: WorkspaceOptions, clock: Clock): State {
  const app = {
    id: 'A0WATCHKEEP',
    botId: 'B0WATCHKEEP',
    botUserId: 'U0WATCHKEEP',
    name: options.botName ?? 'watchkeeper',
  };
  const team = { id: 'T0WATCHKEEP', domain: 'sandbox', name: 'Sandbox' };
  const created = Math.floor(clock.now().getTime() / 1000);
  const bot = { id: app.botUserId, name: app.name, isBot: true };
  const people = new Map([...(options.people ?? []), bot].map((given) => [given.id, toPerson(given, team.id)]));
  const usergroups = new Map(
    (options.usergroups ?? []).map((group) => [
      group.id,
      { ...group, name: group.handle, users: [...group.users], updated: created },
    ]),
  );
  const channels = new Map<string, Channel>();
  for (const given of options.channels ?? []) channels.set(given.id, toChannel(given, app.botUserId, created));
  return {
    team,
    app,
    credentials: options.credentials ?? newCredentials(),
    people,
    usergroups,
    channels,
    files: new Map(),
    views: new Map(),
    stacks: new Map(),
    homes: new Map(),
    messageValues: new Map(),
    nextTs: createTimestamps(clock),
    nextId: createIds(),
  };
}

function toPerson({ id, name, realName, deleted, isBot, team, guest }: PersonOptions, ours: string): Person {
  return {
    id,
    name,
    realName: realName ?? name,
    deleted: deleted ?? false,
    isBot: isBot ?? false,
    teamId: team ?? ours,
    ...(guest !== undefined && { guest }),
  };
}

type ChannelOptions = NonNullable<WorkspaceOptions['channels']>[number];

function toChannel(given: ChannelOptions, botUserId: string, created: number): Channel {
  const members = new Set(given.members ?? []);
  if (given.botIsMember) members.add(botUserId);
  const kind = given.isPrivate ? 'private' : 'public';
  const { id, name, isArchived: archived = false } = given;
  return { id, name, kind, members, archived, created, previousNames: [], messages: [] };
}

function newCredentials(): State['credentials'] {
  const random = (): string => randomBytes(16).toString('hex');
  return {
    botToken: `xoxb-sandbox-${random()}`,
    appToken: `xapp-sandbox-${random()}`,
    signingSecret: random(),
    verificationToken: random(),
  };
}

/** `seconds.micros`, unique and ascending within the workspace even when the clock stands still or jumps back. */
function createTimestamps(clock: Clock): () => string {
  let lastMicros = 0;
  return () => {
    lastMicros = Math.max(lastMicros + 100, clock.now().getTime() * 1000 + 19);
    const seconds = Math.floor(lastMicros / 1_000_000);
    return `${seconds}.${String(lastMicros % 1_000_000).padStart(6, '0')}`;
  };
}

/** Ids look like Slack's: a letter, then ten upper-case letters or digits. */
function createIds(): (prefix: string) => string {
  let count = 0;
  return (prefix) => {
    count += 1;
    return `${prefix}0${count.toString(36).toUpperCase().padStart(9, '0')}`;
  };
}
