import { systemClock } from '../../src/core/clock.ts';
import { createAdministration, type Administration } from './administration.ts';
import { createChanges, type WaitOptions } from './changes.ts';
import type { Core } from './core.ts';
import { createDelivery } from './delivery/delivery.ts';
import { createResponseUrls } from './delivery/response-urls.ts';
import { createSocketHub } from './delivery/socket-hub.ts';
import { createTriggers } from './delivery/triggers.ts';
import { describe } from './describe.ts';
import { createFaultPlan, type FaultPlan } from './faults.ts';
import { createSlackServer } from './http/server.ts';
import { createInstalled } from './installed.ts';
import { createListings, type ListedChannel, type ListedPerson } from './listings.ts';
import { repliesTo } from './replies.ts';
import type { WorkspaceOptions } from './options.ts';
import { createActor, type Actor } from './person/person.ts';
import { toSeen, type SeenMessage } from './person/seen.ts';
import { createRateLimiter } from './rates.ts';
import { createRecord, type RecordedCall, type Violation } from './record.ts';
import { createState } from './state.ts';

/** A channel as everybody sees it; all copies. */
export interface ChannelView {
  id: string;
  name: string;
  /** Without replies and ephemerals. */
  messages: SeenMessage[];
  /** Replies only. */
  thread(ts: string): SeenMessage[];
}

export interface Faults extends Pick<FaultPlan, 'failNext' | 'clear'> {
  /** True: every connection is reset, sockets drop, nothing is delivered. */
  down(isDown: boolean): void;
  readonly isDown: boolean;
  /** Socket Mode: connections stay open and nothing comes over them any more; new ones are well. */
  deafen(isDeaf: boolean): void;
  readonly isDeaf: boolean;
  /** The Web API answers as ever, and nothing is delivered at all. */
  mute(isMute: boolean): void;
  /** `noticeMs`: how long ahead of a refresh Slack warns. */
  disconnectSockets(options?: { refresh?: boolean; count?: number; noticeMs?: number }): void;
  /** `app_rate_limited`, which has no `event` inside. */
  rateLimitNotice(): Promise<void>;
}

export interface SlackWorkspace {
  /** For SLACK_API_URL, with the slash at its end. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly botUserId: string;
  readonly botId: string;
  readonly appId: string;
  readonly teamId: string;
  /** What a correct app would not have been refused; the newest 1,000. */
  readonly violations: readonly Violation[];
  /** The newest 2,000. */
  readonly calls: readonly RecordedCall[];
  /** Since the start, forgotten ones too. */
  readonly counts: Readonly<{ calls: number; violations: number }>;
  /** Socket Mode connections now. */
  readonly sockets: number;
  readonly faults: Faults;
  readonly admin: Administration;
  channel(id: string): ChannelView;
  channels(): ListedChannel[];
  /** Everybody, deactivated people and bots too, the app's own among them. */
  people(): ListedPerson[];
  usergroups(): { id: string; handle: string; users: string[] }[];
  /** A file that was shared; undefined while only its upload has begun. */
  file(id: string): { name: string; mimetype: string; content: Buffer } | undefined;
  as(userId: string): Actor;
  waitFor<T>(find: () => T | undefined | false, options?: WaitOptions): Promise<T>;
  on(event: 'change', listener: () => void): void;
  off(event: 'change', listener: () => void): void;
  setAppUrl(url: string | undefined): void;
  /** Whether the app answers Slack's url_verification. */
  verifyUrl(): Promise<boolean>;
  close(): Promise<void>;
}

/** A strict imitation of Slack's platform on 127.0.0.1, with one workspace and one installed app. */
export async function createSlackWorkspace(options: WorkspaceOptions = {}): Promise<SlackWorkspace> {
  const core = createCore(options);
  const server = createSlackServer(core);
  core.address.url = await server.listen(options.port ?? 0);
  const { state, changes, delivery, sockets } = core;
  return {
    apiUrl: `${core.address.url}/api/`,
    ...pick(state.credentials, 'botToken', 'appToken', 'signingSecret'),
    ...pick(state.app, 'botUserId', 'botId'),
    appId: state.app.id,
    teamId: state.team.id,
    violations: core.record.violations,
    calls: core.record.calls,
    counts: core.record.counts,
    get sockets() {
      return sockets.count;
    },
    faults: createFaults(core, server.dropConnections),
    admin: createAdministration(core),
    channel: (id) => toChannelView(core, id),
    ...createListings(state),
    as(userId) {
      if (!state.people.has(userId)) throw new Error(`no such person: ${userId}`);
      return createActor(core, userId);
    },
    waitFor: changes.waitFor,
    on: (_event, listener) => changes.on(listener),
    off: (_event, listener) => changes.off(listener),
    setAppUrl: delivery.setAppUrl,
    verifyUrl: delivery.verifyUrl,
    async close() {
      delivery.close();
      sockets.dropAll();
      await server.close();
    },
  };
}

function createCore(options: WorkspaceOptions): Core {
  const clock = options.clock ?? systemClock;
  const state = createState(options, clock);
  const changes = createChanges(() => describe(state));
  const address = { url: '' };
  const parts = {
    state,
    clock,
    changes,
    address,
    record: createRecord(clock),
    faults: createFaultPlan(),
    rates: createRateLimiter(clock, options.rates),
    installed: createInstalled(options.manifest),
    sockets: createSocketHub(state.app.id, address, changes.emit),
    triggers: createTriggers(clock),
  };
  return {
    ...parts,
    delivery: createDelivery(parts, options.appUrl),
    responseUrls: createResponseUrls(parts),
  };
}

function createFaults(core: Core, dropConnections: () => void): Faults {
  return {
    failNext: core.faults.failNext,
    clear: core.faults.clear,
    get isDown() {
      return core.faults.isDown;
    },
    down(isDown) {
      core.faults.isDown = isDown;
      if (isDown) dropConnections();
    },
    deafen: (isDeaf) => core.sockets.deafen(isDeaf),
    get isDeaf() {
      return core.sockets.isDeaf;
    },
    mute(isMute) {
      core.faults.isMute = isMute;
    },
    disconnectSockets: (options = {}) => core.sockets.disconnect(options),
    async rateLimitNotice() {
      await core.delivery.sendRateLimitNotice();
    },
  };
}

function toChannelView({ state }: Core, id: string): ChannelView {
  const channel = state.channels.get(id);
  if (!channel) throw new Error(`no such channel: ${id}`);
  const topLevel = channel.messages.filter(({ to, threadTs }) => to === undefined && threadTs === undefined);
  return {
    id,
    name: channel.name,
    messages: topLevel.map((message) => toSeen(channel, message)),
    thread: (ts) => repliesTo(channel, ts).map((message) => toSeen(channel, message)),
  };
}

function pick<T, K extends keyof T>(from: T, ...names: K[]): Pick<T, K> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<T, K>;
}
