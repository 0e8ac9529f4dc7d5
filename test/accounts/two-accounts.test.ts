import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { createRealAccounts, type RealAccounts, type Spoken } from '../support/real-accounts.ts';

const run = promisify(execFile);

let accounts: RealAccounts;
let sandbox: Sandbox;
let bot: ChildProcess | undefined;
let folder: string;
let database: string;
let environment: Record<string, string>;

beforeAll(async () => {
  accounts = await createRealAccounts(['bot', 'jin', 'mina', 'stray'], ['outsider']);
});
afterAll(() => accounts.remove());

beforeEach(async () => {
  sandbox = await createSandbox({ ttlDivisor: 30 });
  // As an administrator lays it out: everything of the bot's account, readable for its group.
  await chmod(dirname(sandbox.world.caFile), 0o755);
  await run('chmod', ['-R', 'u=rwX,g=rX,o=', sandbox.folder]);
  folder = join(sandbox.folder, 'data');
  database = join(folder, 'watchkeeper.db');
  const inventory = sandbox.environment['WATCHKEEPER_INVENTORY'] ?? '';
  const text = (await readFile(inventory, 'utf8')).replaceAll(
    /account: (\w+)/g,
    (_, person: string) => `account: ${accounts.nameOf(person)}`,
  );
  await writeFile(inventory, text);
  await mkdir(folder);
  await run('chown', ['-R', `${accounts.nameOf('bot')}:${accounts.group}`, sandbox.folder]);
  environment = { ...sandbox.environment, WATCHKEEPER_STORE: `sqlite:${database}` };
  for (const name of ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN']) delete environment[name];
});
afterEach(async () => {
  await stopBot();
  await sandbox.close();
});

/** 2750: the group may talk to the bot. 2770: it may work without one as well. */
const letGroup = (mode: number): Promise<void> => chmod(folder, mode);

async function startBot(): Promise<void> {
  const { command, args } = accounts.as('bot');
  bot = spawn(command, [...args, process.execPath, 'src/launch.js', 'start'], {
    cwd: accounts.checkout,
    env: { PATH: process.env['PATH'] ?? '', ...sandbox.environment, WATCHKEEPER_STORE: `sqlite:${database}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [bot.stdout, bot.stderr]) stream?.on('data', (data: Buffer) => (log += data.toString('utf8')));
  for (let tries = 0; !log.includes('watchkeeper started'); tries++) {
    if (tries > 300 || bot.exitCode !== null) throw new Error(`the bot did not start:\n${log}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function stopBot(): Promise<void> {
  if (!bot || bot.exitCode !== null) return;
  bot.kill('SIGTERM');
  await once(bot, 'exit');
  bot = undefined;
}

const type = (person: string, ...args: string[]): Promise<Spoken> =>
  accounts.node(person, ['src/launch.js', ...args], environment);

async function failOver(): Promise<string> {
  await sandbox.world.primary.faults.webDown(true);
  const asked = await type('jin', 'run', 'failover', 'nextuse', '--reason', 'home router is dead');
  expect(asked).toMatchObject({ code: 3 });
  const id = /run_\w+/.exec(asked.stdout)?.[0] ?? 'none';
  expect(await type('jin', 'approve', id, '--yes')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('your own approval does not count'),
  });
  // On a machine that is busy, a host may not answer in time, which is a change: then it is asked anew.
  let approved = await type('mina', 'approve', id, '--yes');
  for (let tries = 0; approved.code === 3 && tries < 3; tries++) approved = await type('mina', 'approve', id, '--yes');
  expect(approved).toMatchObject({ code: 0, stdout: expect.stringContaining('succeeded') });
  expect(sandbox.world.cloudflare.writes).toBe(1);
  return id;
}

const cardsOf = (id: string): string[] =>
  sandbox.slack
    .channel('C0INCIDENTS')
    .messages.filter((message) => JSON.stringify(message.metadata)?.includes('/card'))
    .map((message) => message.plain)
    .filter((card) => card.includes(id));

describe('two accounts and a bot of its own', () => {
  it('fail over through the socket while Slack is dead; who may not is told what is missing', async () => {
    await letGroup(0o2750);
    sandbox.slack.faults.down(true);
    await startBot();
    const socket = await stat(`${database}.sock`);
    expect(socket.mode & 0o777).toBe(0o660);
    expect((await stat(database)).mode & 0o777).toBe(0o600);
    const id = await failOver();

    expect(await type('stray', 'runs')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`${accounts.nameOf('stray')} belongs to nobody`),
    });
    const outside = await type('outsider', 'runs');
    expect(outside).toMatchObject({
      code: 5,
      stderr: expect.stringContaining(`usermod -aG <group> ${accounts.nameOf('outsider')}`),
    });
    expect(outside.stderr).toContain(accounts.group);

    expect(await type('root', 'show', id)).toMatchObject({ code: 1, stderr: expect.stringContaining('--as <person>') });
    expect(await type('jin', 'show', id, '--as', 'mina')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('speaks for nobody else'),
    });
    const dryRun = await type('root', 'run', 'failback', 'nextuse', '--dry-run', '--as', 'mina');
    expect(dryRun.stderr).toContain('root speaks for mina');

    sandbox.slack.faults.down(false);
    await sandbox.slack.waitFor(() => cardsOf(id).some((card) => card.includes('succeeded')), {
      timeoutMs: 60_000,
      what: 'the card',
    });
    expect(cardsOf(id)).toHaveLength(1);
    await stopBot();

    const trail = await readTrail();
    expect(trail).toContainEqual(
      expect.objectContaining({
        act: 'approval.approved',
        actor: 'mina',
        via: 'cli',
        account: accounts.nameOf('mina'),
      }),
    );
    expect(trail).toContainEqual(
      expect.objectContaining({ act: 'run.requested', actor: 'mina', via: 'cli', account: 'root' }),
    );
    expect(await readdir(`${database}.marks`)).toEqual([]);
  });

  it('cannot be taken for one another by what the other left lying about', async () => {
    await letGroup(0o2750);
    await startBot();
    // A folder where everybody may move everything, as shared ones often are.
    const shared = join(sandbox.folder, 'shared');
    await mkdir(shared);
    await chmod(shared, 0o777);
    const files = ['file', 'link'].map((name) => join(shared, name));
    const [file = '', link = ''] = files;
    await writeFile(file, 'x');
    await symlink('something', link);
    for (const one of files) await run('chown', ['-h', accounts.nameOf('mina'), one]);
    for (const stolen of [file, link]) {
      const forged = await accounts.node('jin', ['test/support/forging-main.ts'], {
        DATABASE: database,
        STOLEN: stolen,
      });
      expect(forged.stdout).toMatch(/"type":"refused".*no mark of yours/);
      expect(forged.stdout).not.toContain('welcome');
    }
    // Nobody but mina can take away what she left where marks are left.
    expect((await lstat(`${database}.marks`)).mode & 0o7777).toBe(0o1770);
  });

  it('without a bot: the folder decides; where the group may write they do its work themselves', async () => {
    await letGroup(0o2770);
    await startBot();
    await stopBot();
    expect((await stat(database)).mode & 0o777).toBe(0o660);

    await letGroup(0o2750);
    const kept = await type('jin', 'run', 'failover', 'nextuse');
    expect(kept).toMatchObject({ code: 5, stderr: expect.stringContaining(`group ${accounts.group}, mode 2750`) });
    expect(kept.stderr).toContain('2770');

    await letGroup(0o2770);
    sandbox.slack.faults.down(true);
    const id = await failOver();
    const byRoot = await type('root', 'run', 'dns-show', 'nextuse', '--as', 'jin');
    expect(byRoot).toMatchObject({ code: 0, stderr: expect.stringContaining('root speaks for jin') });
    // Whoever comes first makes files; the others and the bot must be able to go on with them.
    for (const name of await readdir(folder)) {
      const { gid } = await stat(join(folder, name));
      expect({ name, gid }).toEqual({ name, gid: (await stat(folder)).gid });
    }
    await startBot();
    sandbox.slack.faults.down(false);
    await sandbox.slack.waitFor(() => cardsOf(id).some((card) => card.includes('succeeded')), {
      timeoutMs: 60_000,
      what: 'the card',
    });
    expect(cardsOf(id)).toHaveLength(1);
  });
});

async function readTrail(): Promise<Record<string, unknown>[]> {
  const { DatabaseSync } = await import('node:sqlite');
  const db = new DatabaseSync(database, { readOnly: true });
  const rows = db.prepare('select * from audit_entries').all() as Record<string, string>[];
  db.close();
  return rows.map((row) => ({ ...row, ...(JSON.parse(row['details'] ?? '{}') as object) }));
}
