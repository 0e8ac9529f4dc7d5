import { execFileSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createBotProcess, type BotProcess } from '../../sandbox/bot-process.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import type { SeenMessage } from '../../sandbox/slack/person/seen.ts';

const FILLING = join(import.meta.dirname, '..', 'support', 'filling-main.ts');
const AT = { channel: 'C0INCIDENTS' };

/** Without it nothing here can be tried; that is a failure, and never a test left out. */
function requireProgram(program: string, debianPackage: string, ...args: string[]): void {
  try {
    execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (cause) {
    throw new Error(`${program} does not work here. Debian: apt-get install ${debianPackage}, and run this as root.`, {
      cause,
    });
  }
}

let sandbox: Sandbox;
let bot: BotProcess | undefined;
beforeEach(async () => {
  sandbox = await createSandbox({ ttlDivisor: 30, rates: 'off' });
});
afterEach(async () => {
  if (bot?.isRunning) await bot.kill();
  await sandbox.close();
});

async function startBot(more: { main?: string; environment?: Record<string, string> } = {}): Promise<void> {
  const environment = { ...sandbox.environment, ...more.environment };
  const main = more.main === undefined ? {} : { main: more.main };
  bot = createBotProcess({ botUrl: sandbox.botUrl, logFile: join(sandbox.folder, 'bot.log'), environment, ...main });
  await bot.start();
}

const cards = (): SeenMessage[] =>
  sandbox.slack
    .channel('C0INCIDENTS')
    .messages.filter((message) => JSON.stringify(message.metadata)?.includes('/card'));

async function until(words: string): Promise<SeenMessage> {
  const find = (): SeenMessage | undefined => cards().find((card) => card.plain.includes(words));
  return sandbox.slack.waitFor(find, { what: `a card with ${words}`, timeoutMs: 15_000 });
}

/** Asked for by jin, approved by mina; gives what mina was told in private. */
async function askForFailover(): Promise<SeenMessage> {
  await sandbox.world.primary.faults.webDown(true);
  await sandbox.slack.as('U0JIN').type('/failover nextuse', AT);
  return until('[Approve]');
}

const approve = (card: SeenMessage): Promise<unknown> =>
  sandbox.slack.as('U0MINA').click({ channel: card.channel, ts: card.ts }, 'Approve');

const toldMina = (): string[] =>
  sandbox.slack
    .as('U0MINA')
    .sees('C0INCIDENTS')
    .filter((message) => message.ephemeral)
    .map((message) => message.plain);

const acted = (): { dnsWrites: number; fences: number } => ({
  dnsWrites: sandbox.world.cloudflare.writes,
  fences: sandbox.world.primary.commands.filter(({ argv }) => argv[1] === 'stop').length,
});

const limit = (bytes: string): void => {
  execFileSync('prlimit', ['--pid', String(bot?.pid), `--fsize=${bytes}:`]);
};

async function readiness(): Promise<{ status: number; store: string | undefined }> {
  const answer = await fetch(`${sandbox.botUrl}/readyz`);
  const { checks } = (await answer.json()) as { checks: Record<string, string> };
  return { status: answer.status, store: checks['store'] };
}

async function untilFull(): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if ((await readiness()).status === 503) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the disk never was full');
}

describe('a disk that takes nothing more', () => {
  beforeAll(() => requireProgram('prlimit', 'util-linux', '--version'));

  it('lets nobody approve or ask: the person is told why, and after space is back the run goes on', async () => {
    await startBot();
    const card = await askForFailover();
    limit('0');
    await approve(card);
    await sandbox.slack.waitFor(() => toldMina().length > 0, { what: 'an answer to mina' });
    expect(toldMina()[0]).toMatch(/The database cannot be written.*Nothing was done/);
    const { shown } = await sandbox.slack.as('U0JIN').type('/standby nextuse', AT);
    expect(shown).toMatch(/The database cannot be written/);
    expect(await readiness()).toEqual({ status: 503, store: expect.stringContaining('cannot be written') });
    expect(acted()).toEqual({ dnsWrites: 0, fences: 0 });

    limit('unlimited');
    expect((await readiness()).status).toBe(200);
    await approve(card);
    await until('succeeded');
    expect(acted()).toEqual({ dnsWrites: 1, fences: 1 });
  });

  it('stops the hand right before the act: without an intent nothing is done', async () => {
    await startBot({ main: FILLING, environment: { FILL_AT: 'step.intended 6:dns.switch' } });
    await approve(await askForFailover());
    await untilFull();
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(acted()).toEqual({ dnsWrites: 0, fences: 1 });

    limit('unlimited');
    await until('succeeded');
    expect(acted()).toEqual({ dnsWrites: 1, fences: 1 });
  });

  it('finds out what was done when the result could not be written, and does not do it again', async () => {
    await startBot({ main: FILLING, environment: { FILL_AT: 'step.applied 6:dns.switch' } });
    await approve(await askForFailover());
    await untilFull();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(acted()).toEqual({ dnsWrites: 1, fences: 1 });

    limit('unlimited');
    await until('succeeded');
    expect(acted()).toEqual({ dnsWrites: 1, fences: 1 });
    expect(cards()[0]?.plain).toMatch(/found afterwards/);
  });
});

describe('a file system of its own that is full', () => {
  let mounted: string | undefined;
  afterEach(() => {
    if (mounted !== undefined) execFileSync('umount', ['--lazy', mounted]);
    mounted = undefined;
  });

  it('says that the disk is full, does nothing, and goes on when space is back', async () => {
    const data = join(sandbox.folder, 'data');
    execFileSync('mkdir', [data]);
    requireProgram('mount', 'mount', '-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', data);
    mounted = data;
    await startBot({ environment: { WATCHKEEPER_STORE: `sqlite:${join(data, 'watchkeeper.db')}` } });
    const card = await askForFailover();
    const filler = join(data, 'filler');
    // The last page, too: a write-ahead log grows by single pages.
    for (const size of [1_000_000, 100_000, 4_096, 512]) await fill(filler, size);
    await approve(card);
    await sandbox.slack.waitFor(() => toldMina().length > 0, { what: 'an answer to mina' });
    expect(toldMina()[0]).toMatch(/the disk is full\. Nothing was done/);
    expect(acted()).toEqual({ dnsWrites: 0, fences: 0 });
    expect((await readiness()).store).toContain('the disk is full');

    await rm(filler);
    await approve(card);
    await until('succeeded');
    expect(acted()).toEqual({ dnsWrites: 1, fences: 1 });
    const log = await readFile(join(sandbox.folder, 'bot.log'), 'utf8');
    expect(log).toContain('database or disk is full');
    expect(log).not.toContain('is full: database or disk is full');
  });
});

/** Appends until nothing more fits. */
async function fill(file: string, size: number): Promise<void> {
  for (let tries = 0; tries < 10_000; tries++) {
    try {
      await writeFile(file, Buffer.alloc(size), { flag: 'a' });
    } catch {
      return;
    }
  }
}
