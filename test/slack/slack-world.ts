import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { WorkspaceOptions } from '../../sandbox/slack/options.ts';
import type { SlackWorkspace } from '../../sandbox/slack/workspace.ts';
import { defineCommand, type Command } from '../../src/core/command.ts';
import { OpsError } from '../../src/core/errors.ts';
import type { SelfTestConfig } from '../../src/core/inventory.ts';
import type { MessageDraft } from '../../src/core/message.ts';
import type { Guards } from '../../src/core/ports/guards.ts';
import type { Runs } from '../../src/core/ports/runs.ts';
import type { Run } from '../../src/core/run.ts';
import { createSecret } from '../../src/core/secret.ts';
import type { Store } from '../../src/core/store.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { createSlack, type Slack } from '../../src/slack/slack.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { createTestClock, type TestClock } from '../support/clock.ts';
import { createQuietLog } from '../support/quiet-log.ts';
import { openWorkspace, refuseViolations, waitUntil } from './delivery-world.ts';
import { inventory, sampleRun } from './sample-run.ts';

/** Throws on what the test did not expect. */
function fakeRuns(expected: Partial<Runs> = {}): Runs {
  const unexpected = (name: string) => (): never => {
    throw new Error(`unexpected: runs.${name}`);
  };
  return {
    request: unexpected('request'),
    approve: unexpected('approve'),
    deny: unexpected('deny'),
    answer: unexpected('answer'),
    cancel: unexpected('cancel'),
    breakGlass: unexpected('breakGlass'),
    find: unexpected('find'),
    list: unexpected('list'),
    preview: unexpected('preview'),
    runbooks: [
      { name: 'failover', summary: '', params: [], wayBack: 'failback' },
      { name: 'standby-check', summary: '', params: [] },
    ],
    ...expected,
  };
}

export interface SlackWorld {
  slack: SlackWorkspace;
  bot: Slack;
  store: Store;
  clock: TestClock;
  log: ReturnType<typeof createQuietLog>;
  fatal: OpsError[];
  /** A run with its card on the screen. */
  card(run: Run): Promise<{ channel: string; ts: string }>;
  /** Everything that this person alone was told. */
  told(user: string, channel?: string): string[];
}

interface Options {
  runs?: Partial<Runs>;
  guards?: Partial<Guards>;
  commands?: readonly Command[];
  mode?: 'socket' | 'http';
  workspace?: WorkspaceOptions;
  botToken?: string;
  appToken?: string;
  isDown?: boolean;
  selfTest?: SelfTestConfig;
  /** The test is about mistakes. */
  allowsViolations?: boolean;
}

const unexpected = async (): Promise<never> => {
  throw new Error('no alert was expected here');
};

export async function openSlackWorld(options: Options = {}): Promise<SlackWorld> {
  const clock = createTestClock();
  const slack = await openWorkspace({ rates: 'off', ...options.workspace });
  if (options.isDown) slack.faults.down(true);
  const store = await openSqliteStore(':memory:');
  const log = createQuietLog();
  const fatal: OpsError[] = [];
  const runs = fakeRuns({ find: (id) => store.runs.find(id), ...options.runs });
  const bot = createSlack({
    slackConfig: {
      botToken: createSecret(options.botToken ?? slack.botToken),
      apiUrl: slack.apiUrl,
      mode:
        options.mode === 'http'
          ? { kind: 'http', signingSecret: createSecret(slack.signingSecret) }
          : { kind: 'socket', appToken: createSecret(options.appToken ?? slack.appToken) },
    },
    inventory: { ...inventory, slack: { ...inventory.slack, ...(options.selfTest && { selfTest: options.selfTest }) } },
    texts: catalogues.en,
    clock,
    log,
    store,
    runs: () => runs,
    alerts: {
      find: unexpected,
      acknowledge: unexpected,
      acknowledgeStorm: unexpected,
      silence: unexpected,
      unsilence: unexpected,
      findPrimaryDown: unexpected,
      listOpen: unexpected,
      match: unexpected,
    },
    guards: () => ({
      freeze: () => Promise.reject(new Error('unexpected: freeze')),
      unfreeze: () => Promise.reject(new Error('unexpected: unfreeze')),
      findFreeze: async () => undefined,
      listOpenReviews: async () => [],
      closeReview: () => Promise.reject(new Error('unexpected: closeReview')),
      ...options.guards,
    }),
    commands: options.commands ?? [],
    status: async () => [],
    onFatal: (error) => void fatal.push(error),
    onDeaf: () => void fatal.push(new OpsError('internal', 'deaf')),
  });
  const closeServer = options.mode === 'http' ? await listen(bot, slack) : async () => {};
  onTestFinished(async () => {
    await bot.stop();
    if (!options.allowsViolations) refuseViolations(slack);
    await closeServer();
    await slack.close();
    await store.close();
  });
  await bot.start();
  if (options.mode !== 'http' && !options.isDown && fatal.length === 0 && options.appToken === undefined) {
    await waitUntil(() => slack.sockets === 2, 'two sockets');
  }
  return {
    slack,
    bot,
    store,
    clock,
    log,
    fatal,
    async card(run) {
      const draft: MessageDraft = { key: `${run.id}/card`, kind: 'card', channel: run.channel, runId: run.id };
      await store.runs.create(run, { isLocking: false, audit: [], messages: [draft] });
      bot.wake();
      await waitUntil(() => slack.channel(run.channel).messages.length > 0, 'the card');
      return { channel: run.channel, ts: slack.channel(run.channel).messages[0]?.ts ?? '' };
    },
    told: (user, channel = 'C0INCIDENTS') =>
      slack
        .as(user)
        .sees(channel)
        .filter((message) => message.ephemeral)
        .map((message) => message.plain),
  };
}

async function listen(bot: Slack, slack: SlackWorkspace): Promise<() => Promise<void>> {
  const server = createServer((request, response) => bot.route?.answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  slack.setAppUrl(`http://127.0.0.1:${port}/slack/events`);
  return () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
}

/** A command that answers what `run` gives. */
export function command(run: Command['run'], change: Partial<Command> = {}): Command {
  return defineCommand({
    name: '/failover',
    usage: '<service> [--dry-run] [reason…]',
    summary: () => 'Move a service',
    examples: [],
    flags: ['dry-run'],
    run,
    ...change,
  });
}

export const done = async (): Promise<Run> => sampleRun();
