import pino from 'pino';
import { createApp, type App } from '../../src/app.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { loadInventory } from '../../src/config/inventory.ts';
import { findKnownSecrets } from '../../src/config/known-secrets.ts';
import { findBrokenEntry, type AuditEntry } from '../../src/core/audit.ts';
import { findRunId } from '../../src/core/ids.ts';
import type { Run } from '../../src/core/run.ts';
import type { Store } from '../../src/core/store.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { openStore } from '../../src/open-store.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/sandbox.ts';
import type { SeenMessage } from '../../sandbox/slack/person/seen.ts';
import { createTestClock, type TestClock } from './clock.ts';
import { createTestAccounts } from './test-accounts.ts';

const PEOPLE = {
  jin: 'U0JIN',
  mina: 'U0MINA',
  yuna: 'U0YUNA',
  /** Of our workspace, and in no list. */
  outsider: 'U0OUTSIDER',
  /** Of another workspace, over Slack Connect. */
  stranger: 'U0STRANGER',
} as const;
export type Name = keyof typeof PEOPLE;

/** The one message of a run, as the channel shows it. */
export interface Card {
  /** The message as it is now. */
  readonly seen: SeenMessage;
  readonly plain: string;
  /** Waits until the card says this; the error shows what it says instead. */
  until(words: string | RegExp, timeoutMs?: number): Promise<SeenMessage>;
  /** Presses a button as somebody; gives the private answer, if one comes. */
  click(label: string, name: Name): Promise<string>;
  /** The run behind it, from the database. */
  run(): Promise<Run>;
  /** Texts of its thread. */
  thread(): string[];
}

export interface Bot extends Sandbox {
  clock: TestClock;
  store: Store;
  /** Types a command in #incidents; gives what the person sees. */
  type(text: string, name: Name, channel?: string): Promise<string>;
  /** Types a command that starts a run, and gives its card. */
  start(text: string, name: Name, channel?: string): Promise<Card>;
  /** Acts of the audit trail, oldest first, after a check of the chain. */
  acts(run?: Run): Promise<AuditEntry[]>;
  /** The app is stopped as by SIGTERM and started again. */
  restart(): Promise<void>;
  /** The two halves of `restart`. */
  stop(): Promise<void>;
  boot(options?: { waitsForSlack?: boolean }): Promise<void>;
}

export interface BotOptions extends SandboxOptions {
  /** False where a test makes Slack refuse something on purpose. */
  mustBeClean?: boolean;
  /** Left out: a file of the sandbox's. */
  database?: string;
  /** Told when the bot would end to be started anew. */
  onDeaf?: () => void;
}

/** The bot as `npm start` would run it, in the sandbox's world, with a clock that can jump. Ends with the test. */
export async function startBot(options: BotOptions = {}): Promise<Bot> {
  const clock = createTestClock();
  // Tests type faster than people.
  const policies = { commands: { count: 500, within: '30s' }, ...options.policies };
  const accounts = [{ id: PEOPLE.outsider, name: 'outsider' }, ...(options.accounts ?? [])];
  const sandbox = await createSandbox({ clock, ttlDivisor: 30, healthyFor: '1s', ...options, policies, accounts });
  const { slack } = sandbox;
  let store: Store;
  let app: App;
  let isRunning = false;

  const onFatal = (error: Error): never => {
    throw error;
  };

  const onDeaf = (): never => onFatal(new Error('the bot does not hear Slack any more'));

  async function boot({ waitsForSlack = true } = {}): Promise<void> {
    const { database } = options;
    const environment = readEnvironment({
      ...sandbox.environment,
      ...(database !== undefined && { WATCHKEEPER_STORE: database }),
    });
    const inventory = loadInventory(environment.inventory, sandbox.environment);
    store = await openStore(environment.store, catalogues[inventory.locale]);
    app = await createApp({
      environment,
      inventory,
      secrets: findKnownSecrets(environment, {}),
      store,
      clock,
      log: pino({ level: process.env['LOG_LEVEL'] ?? 'silent' }),
      accounts: createTestAccounts('bot'),
      onFatal,
      onDeaf: options.onDeaf ?? onDeaf,
    });
    await app.start();
    isRunning = true;
    if (waitsForSlack && options.mode !== 'http')
      await slack.waitFor(() => slack.sockets >= 2, { what: 'two sockets' });
  }

  function toCard(channel: string, find: () => SeenMessage | undefined): Card {
    const now = (): SeenMessage => {
      const seen = find();
      if (!seen) throw new Error('the card is gone');
      return seen;
    };
    const says = (words: string | RegExp): boolean =>
      typeof words === 'string' ? now().plain.includes(words) : words.test(now().plain);
    return {
      get seen() {
        return now();
      },
      get plain() {
        return now().plain;
      },
      async until(words, timeoutMs = 15_000) {
        await slack.waitFor(() => says(words), { what: `a card with ${String(words)}`, timeoutMs });
        return now();
      },
      click: (label, name) => clickAs({ channel, ts: now().ts }, label, name),
      async run() {
        const run = await store.runs.find(idIn(now().plain));
        if (!run) throw new Error('no such run');
        return run;
      },
      thread: () =>
        slack
          .channel(channel)
          .thread(now().ts)
          .map((reply) => reply.plain),
    };
  }

  async function clickAs(place: { channel: string; ts: string }, label: string, name: Name): Promise<string> {
    const person = slack.as(PEOPLE[name]);
    const privates = (): SeenMessage[] => person.sees(place.channel).filter((message) => message.ephemeral);
    const before = privates().length;
    const { error } = await person.click(place, label);
    if (error !== undefined) throw new Error(`Slack answered the click with ${error}`);
    const answer = await slack.waitFor(() => privates()[before], { timeoutMs: 700 }).catch(() => undefined);
    return answer?.plain ?? '';
  }

  async function newestId(until: number): Promise<string> {
    for (;;) {
      const [run] = await store.runs.list({ limit: 1 });
      if (run && run.createdAt > clock.now().getTime() - 10_000) return run.id;
      if (Date.now() > until) return '';
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  await boot();
  const bot: Bot = {
    ...sandbox,
    clock,
    get store() {
      return store;
    },
    async type(text, name, channel = 'C0INCIDENTS') {
      const { shown, error } = await slack.as(PEOPLE[name]).type(text, { channel });
      if (error !== undefined) throw new Error(`Slack answered the command with ${error}`);
      return shown ?? '';
    },
    async start(text, name, channel = 'C0INCIDENTS') {
      const answer = await bot.type(text, name, channel);
      // A busy machine says first that it works on it.
      const id = idIn(/run_\w+/.test(answer) ? answer : await newestId(Date.now() + 10_000));
      const find = (): SeenMessage | undefined =>
        slack.channel(channel).messages.find((message) => message.plain.includes(id));
      await slack.waitFor(find, { what: `the card of ${id}` });
      return toCard(channel, find);
    },
    async acts(run) {
      const entries = await Array.fromAsync(store.audit.scan());
      if (findBrokenEntry(entries) !== undefined) throw new Error('the audit chain is broken');
      return run ? entries.filter((entry) => entry.subject.run === run.id) : entries;
    },
    async restart() {
      await bot.stop();
      await boot();
    },
    async stop() {
      isRunning = false;
      await app.stop();
    },
    boot,
    async close() {
      if (isRunning) await app.stop();
      await sandbox.close();
      const { violations } = slack;
      if (options.mustBeClean !== false && violations.length > 0)
        throw new Error(`Slack refused: ${JSON.stringify(violations)}`);
    },
  };
  return bot;
}

function idIn(text: string): NonNullable<ReturnType<typeof findRunId>> {
  const id = findRunId(/run_\w+/.exec(text)?.[0] ?? '');
  if (!id) throw new Error(`no run is named in: ${text}`);
  return id;
}
