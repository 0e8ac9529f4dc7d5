import { onTestFinished } from 'vitest';
import type { WorkspaceOptions } from '../../sandbox/slack/options.ts';
import { createSlackWorkspace, type SlackWorkspace } from '../../sandbox/slack/workspace.ts';
import type { MessageDraft } from '../../src/core/message.ts';
import type { Run } from '../../src/core/run.ts';
import { createSecret } from '../../src/core/secret.ts';
import type { MessageStore, Store } from '../../src/core/store.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { createDelivery, type Delivery } from '../../src/slack/delivery.ts';
import { createSlackWeb, type SlackWeb } from '../../src/slack/web.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { createTestClock, type TestClock } from '../support/clock.ts';
import { createQuietLog } from '../support/quiet-log.ts';
import { inventory, sampleRun } from './sample-run.ts';

const SCOPES = [
  'commands',
  'chat:write',
  'channels:history',
  'groups:history',
  'im:history',
  'mpim:history',
  'files:write',
  'usergroups:read',
  'users:read',
];

export function openWorkspace(options: WorkspaceOptions = {}): Promise<SlackWorkspace> {
  return createSlackWorkspace({
    people: [
      { id: 'U0JIN', name: 'jin' },
      { id: 'U0MINA', name: 'mina' },
      { id: 'U0YUNA', name: 'yuna' },
    ],
    usergroups: [{ id: 'S0ONCALL', handle: 'oncall', users: ['U0MINA'] }],
    channels: [
      { id: 'C0INCIDENTS', name: 'incidents', members: ['U0JIN', 'U0MINA', 'U0YUNA'], botIsMember: true },
      { id: 'C0AUDIT', name: 'audit', members: ['U0JIN'], botIsMember: true },
      { id: 'C0OPS', name: 'ops', members: ['U0JIN', 'U0MINA'], botIsMember: true },
      { id: 'C0RANDOM', name: 'random', members: ['U0JIN'] },
      { id: 'G0SECRET', name: 'secret', members: ['U0JIN'], isPrivate: true },
      { id: 'C0OLD', name: 'old', members: ['U0JIN'], botIsMember: true, isArchived: true },
    ],
    ...options,
    manifest: { scopes: SCOPES, ...options.manifest },
  });
}

export interface DeliveryWorld {
  slack: SlackWorkspace;
  store: Store;
  clock: TestClock;
  log: ReturnType<typeof createQuietLog>;
  web: SlackWeb;
  delivery: Delivery;
  failures: string[];
  want(...drafts: MessageDraft[]): Promise<void>;
  /** Stores a run and wants its card. */
  card(change?: Partial<Run>): Promise<Run>;
  /** The process dies and starts anew; `messages` may stand for a database that fails at a point. */
  restart(): Promise<void>;
  /** Waits until nothing is undelivered. */
  settled(): Promise<void>;
  texts(channel: string): string[];
}

export async function openDeliveryWorld(
  options: WorkspaceOptions = {},
  messages?: (real: MessageStore) => MessageStore,
): Promise<DeliveryWorld> {
  const clock = createTestClock();
  const slack = await openWorkspace({ clock, ...options });
  const store = await openSqliteStore(':memory:');
  const log = createQuietLog();
  const texts = catalogues.en;
  const web = createSlackWeb({ token: createSecret(slack.botToken), apiUrl: slack.apiUrl, clock, log, texts });
  const failures: string[] = [];
  const start = (store: Pick<Store, 'messages' | 'runs' | 'alerts' | 'guards' | 'peers'>): Delivery => {
    const onFailure = (kind: string, error: string): void => void failures.push(`${kind} ${error}`);
    const delivery = createDelivery({
      web,
      store,
      inventory,
      texts,
      clock,
      log,
      onFailure,
      findWayBack: () => 'failback',
    });
    delivery.start();
    return delivery;
  };
  const world: DeliveryWorld = {
    slack,
    store,
    clock,
    log,
    web,
    failures,
    delivery: start(messages ? { ...store, messages: messages(store.messages) } : store),
    async want(...drafts) {
      await store.messages.want(drafts, clock.now());
      world.delivery.wake();
    },
    async card(change = {}) {
      const run = sampleRun(change);
      const draft: MessageDraft = { key: `${run.id}/card`, kind: 'card', channel: run.channel, runId: run.id };
      await store.runs.create(run, { isLocking: false, audit: [], messages: [draft] });
      world.delivery.wake();
      return run;
    },
    async restart() {
      await world.delivery.stop();
      world.delivery = start(store);
    },
    settled: () =>
      waitUntil(async () => (await store.messages.oldestUndelivered()) === undefined, 'everything delivered'),
    texts: (channel) => slack.channel(channel).messages.map((message) => message.plain),
  };
  onTestFinished(async () => {
    await world.delivery.stop();
    refuseViolations(slack);
    await slack.close();
    await store.close();
  });
  return world;
}

export async function waitUntil(isMet: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 800; tries++) {
    if (await isMet()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`waited in vain for: ${what}`);
}

/** Where the bot is no member it can only find out by trying. Whatever else Slack refuses is a mistake of ours. */
export function refuseViolations(slack: SlackWorkspace): void {
  const mistakes = slack.violations.filter(({ error }) => error !== 'not_in_channel' && error !== 'channel_not_found');
  if (mistakes.length > 0) throw new Error(`refused by Slack: ${JSON.stringify(mistakes)}`);
}
