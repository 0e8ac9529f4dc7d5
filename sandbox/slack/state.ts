import { randomBytes } from 'node:crypto';
import type { Clock } from '../../src/core/clock.ts';
import type { JsonObject } from './json-object.ts';
import type { WorkspaceOptions } from './options.ts';

export interface Person {
  id: string;
  name: string;
  realName: string;
  deleted: boolean;
  isBot: boolean;
}

export interface Usergroup {
  id: string;
  handle: string;
  name: string;
  users: string[];
}

export interface SharedFile {
  id: string;
  name: string;
  title: string;
  size: number;
  mimetype: string;
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
  /** A deleted parent that still has replies. */
  tombstone?: boolean;
}

export interface Channel {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'im';
  members: Set<string>;
  archived: boolean;
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
  const people = new Map<string, Person>();
  for (const { id, name, realName, deleted, isBot } of options.people ?? []) {
    people.set(id, { id, name, realName: realName ?? name, deleted: deleted ?? false, isBot: isBot ?? false });
  }
  people.set(app.botUserId, { id: app.botUserId, name: app.name, realName: app.name, deleted: false, isBot: true });
  const usergroups = new Map(
    (options.usergroups ?? []).map((group) => [group.id, { ...group, name: group.handle, users: [...group.users] }]),
  );
  const channels = new Map<string, Channel>();
  for (const given of options.channels ?? []) channels.set(given.id, toChannel(given, app.botUserId));
  return {
    team: { id: 'T0WATCHKEEP', domain: 'sandbox', name: 'Sandbox' },
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

function toChannel(given: NonNullable<WorkspaceOptions['channels']>[number], botUserId: string): Channel {
  const members = new Set(given.members ?? []);
  if (given.botIsMember) members.add(botUserId);
  const kind = given.isPrivate ? 'private' : 'public';
  return { id: given.id, name: given.name, kind, members, archived: given.isArchived ?? false, messages: [] };
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
