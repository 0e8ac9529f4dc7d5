import { join } from 'node:path';
import { findBrokenEntry } from '../../src/core/audit.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { openStore } from '../../src/open-store.ts';
import { createBotProcess, type BotProcess } from '../../sandbox/bot-process.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import type { SeenMessage } from '../../sandbox/slack/person/seen.ts';

const STORY_LIMIT_MS = 45_000;
const LOOK_EVERY_MS = 40;

export interface Story {
  /** Times that the bot was found dead. */
  deaths: number;
  /** Buttons that had to be pressed, in order. */
  pressed: string[];
  /** Applied writes at Cloudflare; stops of the primary's gateway. */
  dnsWrites: number;
  fences: number;
  /** Where the record points and who serves users, at the end. */
  content: string;
  site: string | undefined;
  /** Cards of the failover in the channel. */
  cards: string[];
  /** Every key of a message that stands in Slack more than once. */
  doubled: string[];
  /** First broken entry of the audit chain. */
  brokenEntry: number | undefined;
  violations: string[];
}

/**
 * A failover with people who do what the cards ask for, and a bot that dies where it is told to and is started again.
 * Resolves when the card says that it succeeded.
 */
export async function playCrashStory(crashAt: string | undefined, traceFile?: string): Promise<Story> {
  const sandbox = await createSandbox({ ttlDivisor: 30, rates: 'off' });
  const main = join(import.meta.dirname, 'crashing-main.ts');
  const process = { botUrl: sandbox.botUrl, logFile: join(sandbox.folder, 'bot.log'), main };
  const crashing = createBotProcess({
    ...process,
    environment: {
      ...sandbox.environment,
      ...(crashAt !== undefined && { CRASH_AT: crashAt }),
      ...(traceFile !== undefined && { CRASH_TRACE: traceFile }),
    },
  });
  const healthy = createBotProcess({ ...process, environment: sandbox.environment });
  let bot = crashing;
  const story = { deaths: 0, pressed: [] as string[] };
  try {
    await sandbox.world.primary.faults.webDown(true);
    await bot.start().catch(() => undefined);
    const until = Date.now() + STORY_LIMIT_MS;
    while (!cardsOf(sandbox).some((card) => card.plain.includes('succeeded'))) {
      if (Date.now() > until)
        throw new Error(
          `not done after ${STORY_LIMIT_MS} ms; the channel says:\n${cardsOf(sandbox)
            .map((card) => card.plain)
            .join('\n')}`,
        );
      if (!bot.isRunning) {
        story.deaths++;
        bot = healthy;
        await bot.start();
      }
      await doWhatIsAsked(sandbox, bot, story.pressed);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    await settle(sandbox, bot);
    return { ...story, ...(await take(sandbox)) };
  } finally {
    for (const each of [crashing, healthy]) if (each.isRunning) await each.kill();
    await sandbox.close();
  }
}

/** Waits until everything wanted is delivered, then ends the bot as a service manager would. */
async function settle(sandbox: Sandbox, bot: BotProcess): Promise<void> {
  if (!bot.isRunning) return;
  await sandbox.slack
    .waitFor(() => sandbox.slack.channel('C0AUDIT').messages.length > 0, { timeoutMs: 5_000, what: 'the audit head' })
    .catch(() => undefined);
  await bot.stop();
}

function cardsOf({ slack }: Sandbox): SeenMessage[] {
  return slack.channel('C0INCIDENTS').messages.filter((message) => JSON.stringify(message.metadata)?.includes('/card'));
}

let busy = 0;

async function doWhatIsAsked(sandbox: Sandbox, bot: BotProcess, pressed: string[]): Promise<void> {
  const { slack, world } = sandbox;
  const [card] = cardsOf(sandbox);
  if (!card) {
    if (slack.sockets === 0 || Date.now() < busy) return;
    // A bot that died right after the run was stored shows its card after the restart; asking again is refused then.
    await slack.as('U0JIN').type('/failover nextuse', { channel: 'C0INCIDENTS' });
    busy = Date.now() + 1_500;
    return;
  }
  const has = (label: string): boolean => card.plain.includes(`[${label}]`);
  const press = async (person: string, label: string): Promise<void> => {
    if (slack.sockets === 0 || !bot.isRunning) return;
    pressed.push(label);
    await slack.as(person).click({ channel: card.channel, ts: card.ts }, label);
    await new Promise((resolve) => setTimeout(resolve, 300));
  };
  if (has('It happened')) {
    const isDone = world.cloudflare.record().content === 'jin-backup.jin7942.co.kr';
    return press('U0JIN', isDone ? 'It happened' : 'It did not');
  }
  if (has('Retry')) return press('U0JIN', 'Retry');
  if (has('Approve')) return press('U0MINA', 'Approve');
}

async function take(sandbox: Sandbox): Promise<Omit<Story, 'deaths' | 'pressed'>> {
  const { slack, world } = sandbox;
  const store = await openStore({ kind: 'sqlite', path: join(sandbox.folder, 'watchkeeper.db') }, catalogues.en);
  const entries = await Array.fromAsync(store.audit.scan());
  await store.close();
  const all = slack.channels().flatMap(({ id }) => {
    const view = slack.channel(id);
    return [...view.messages, ...view.messages.flatMap((message) => view.thread(message.ts))];
  });
  const keys = all.map((message) => JSON.stringify(message.metadata)).filter((key) => key !== undefined);
  return {
    dnsWrites: world.cloudflare.writes,
    fences: world.primary.commands.filter(({ argv }) => argv.slice(0, 2).join(' ') === 'docker stop').length,
    content: world.cloudflare.record().content,
    site: (await world.visit()).site,
    cards: cardsOf(sandbox).map((card) => card.plain),
    doubled: keys.filter((key, index) => keys.indexOf(key) !== index),
    brokenEntry: findBrokenEntry(entries),
    violations: slack.violations.map(({ method, error }) => `${method}: ${error}`),
  };
}
