import type { JsonObject } from '../slack/json-object.ts';

// What travels between the sandbox's process and its page, as JSON.

/** What one person sees; sent in parts, each whenever it differs from what was sent before. */
export interface Snapshot {
  workspace: ShownWorkspace;
  me: ShownMe;
  /** null: the person's client does not show it (guests and people of other workspaces, in channels they are not in). */
  channel: ShownChannel | null;
  thread: ShownThread | null;
  world: ShownWorld;
}

export interface ShownPerson {
  id: string;
  name: string;
  isBot: boolean;
  isDeactivated: boolean;
}

export interface ShownWorkspace {
  name: string;
  mode: 'socket' | 'http';
  locale: 'en' | 'ko';
  botUserId: string;
  people: ShownPerson[];
  usergroups: { id: string; handle: string }[];
  /** As the manifest installs them. */
  commands: { command: string; description: string; usage: string }[];
  isDown: boolean;
}

/** The client of the person acted as. */
export interface ShownMe {
  id: string;
  channels: {
    id: string;
    /** Of a direct conversation with the app: the app's name. */
    name: string;
    kind: 'public' | 'private' | 'im';
    isMember: boolean;
    isBotMember: boolean;
    isArchived: boolean;
    unread: number;
    /** Unread ones that name this person or a group of theirs. */
    mentions: number;
  }[];
  modal: ShownView | null;
  home: ShownView | null;
}

export interface ShownView {
  id: string;
  title: string;
  submit: string | null;
  close: string | null;
  blocks: JsonObject[];
  /** block_id → what was refused. */
  errors: Record<string, string>;
}

export interface ShownMessage {
  ts: string;
  user: string;
  byBot: boolean;
  text: string;
  blocks: JsonObject[];
  isEphemeral: boolean;
  isEdited: boolean;
  isDeleted: boolean;
  isBroadcast: boolean;
  replies: { count: number; users: string[]; lastTs: string } | null;
  files: { id: string; name: string; title: string; mimetype: string; size: number }[];
  reactions: string[];
}

export interface ShownChannel {
  id: string;
  /** Oldest first; the newest 200. */
  messages: ShownMessage[];
  /** The newest message that this person had read when the channel was opened; empty: none. */
  readTs: string;
}

export interface ShownThread {
  parent: ShownMessage;
  replies: ShownMessage[];
}

/** The infrastructure beside Slack, as it is and not as the bot believes it to be. */
export interface ShownWorld {
  /** ISO 8601. */
  now: string;
  bot: {
    state: 'starting' | 'running' | 'dead';
    pid: number | null;
    sockets: number;
    /** Of the bot's process, in MB; null where the system does not tell. */
    memoryMb: number | null;
    logFile: string;
  };
  sites: ShownSite[];
  users: ShownUsers;
  dns: ShownDns;
  /** Whether Prometheus watches the primary's site. */
  isWatched: boolean;
  /** Newest first. */
  monitors: ShownAlert[];
  audit: ShownAudit;
  slackApi: { calls: number; violations: { method: string; error: string; messages: string[] }[] };
  troubles: ShownTrouble[];
}

export interface ShownSite {
  name: 'primary' | 'standby';
  host: string;
  hostname: string;
  /** Where the service's record must point for this site. */
  target: string;
  web: 'answers' | 'refuses' | 'hangs' | 'fails';
  ssh: 'answers' | 'refuses' | 'hangs';
  containers: { name: string; state: string; health: string | null }[];
  /** When the nightly sync was here last, ISO 8601. */
  lastSync: string | null;
}

/** Real requests through the caching resolver, one after the other. */
export interface ShownUsers {
  /** Oldest first, the last minute. `site` null: nobody answered. */
  recent: { at: string; site: 'primary' | 'standby' | null; ms: number; error: string | null }[];
  totals: { primary: number; standby: number; failed: number };
}

export interface ShownDns {
  name: string;
  /** null: there is no such record. */
  api: { content: string; ttl: number; proxied: boolean; comment: string | null } | null;
  /** null: no answer. */
  authoritative: { content: string; ttl: number } | null;
  resolvers: {
    name: string;
    /** null: it remembers nothing. */
    cached: { content: string; ttl: number; secondsLeft: number; expiresAt: string } | null;
    isStale: boolean;
  }[];
}

/** What a monitoring system of the scene says. */
export interface ShownAlert {
  source: string;
  title: string;
  status: 'firing' | 'resolved';
  since: string;
  /** What the bot's webhook answered last. */
  delivered: string;
}

export interface ShownAudit {
  count: number;
  /** Newest first, the last 50. `subject`: service, run and step (`6:dns.switch`), as far as it has them, joined by ` · `. */
  entries: { sequence: number; at: string; actor: string; act: string; subject: string; outcome: string }[];
  head: string | null;
  /** null: whole as far as it was looked at; else the sequence where it breaks. */
  brokenAt: number | null;
  /** When all of it was checked last, ISO 8601. New entries are checked as they come. */
  checkedAt: string | null;
}

export interface ShownTrouble {
  name: string;
  group: 'primary' | 'standby' | 'dns' | 'cloudflare' | 'slack' | 'alerts' | 'bot';
  label: string;
  summary: string;
  /** `lasting` ones are on until they are healed; `once` is done with when it has happened. */
  kind: 'lasting' | 'once';
  isOn: boolean;
}
