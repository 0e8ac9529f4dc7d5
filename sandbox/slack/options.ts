import type { Clock } from '../../src/core/clock.ts';
import type { Rates } from './rates.ts';

export interface PersonOptions {
  id: string;
  name: string;
  realName?: string;
  /** Deactivated. */
  deleted?: boolean;
  /** The bot user of another app: it can write, and that is all. */
  isBot?: boolean;
  /** Somebody of another workspace, over Slack Connect: that workspace's id. */
  team?: string;
  /** Guests and people of other workspaces know the channels they are in, and no others. */
  guest?: 'multi-channel' | 'single-channel';
}

export interface WorkspaceOptions {
  /** Time stamps, rate limits and expiries. The 3 seconds for an ack are always real ones: the bot has its own clock. */
  clock?: Clock;
  /** 0 (default): any free port of 127.0.0.1. */
  port?: number;
  /** HTTP mode: where the app takes events, commands and clicks. Without it: Socket Mode. */
  appUrl?: string;
  /** The installed app. Each part left out means "everything". */
  manifest?: { commands?: readonly string[]; scopes?: readonly string[]; events?: readonly string[] };
  botName?: string;
  people?: readonly PersonOptions[];
  usergroups?: readonly { id: string; handle: string; users: readonly string[] }[];
  channels?: readonly {
    id: string;
    name: string;
    members?: readonly string[];
    botIsMember?: boolean;
    isPrivate?: boolean;
    isArchived?: boolean;
  }[];
  /** Slack's real pace by default; `'off'` never answers 429. */
  rates?: Partial<Rates> | 'off';
  /** To start a second workspace that accepts what the first one issued. */
  credentials?: { botToken: string; appToken: string; signingSecret: string; verificationToken: string };
}
