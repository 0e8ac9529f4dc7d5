import { execFile } from 'node:child_process';
import { appendFile, cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { SeenMessage } from '../../sandbox/slack/person/seen.ts';
import { fillIn, findBlock } from '../support/alert-docs.ts';
import { startBot, type Bot } from '../support/bot.ts';
import { startProgram, type RunningProgram } from '../support/start-program.ts';

const run = promisify(execFile);
const TOKEN = 'a-secret-of-fail2ban-0123456789abcdef';

let bot: Bot;
let folder: string;
let server: RunningProgram | undefined;
beforeEach(async () => {
  const { alerts } = parse(findBlock('fail2ban', 'sources:')) as { alerts: { sources: Record<string, object> } };
  bot = await startBot({ alerts, variables: { FAIL2BAN_TOKEN: TOKEN } });
  folder = await mkdtemp(join(tmpdir(), 'fail2ban-'));
});
afterEach(async () => {
  await server?.kill();
  await bot.close();
  await rm(folder, { recursive: true, force: true });
});

const config = (): string => join(folder, 'etc');
const client = (...args: string[]): Promise<{ stdout: string }> =>
  run('fail2ban-client', ['-c', config(), '-s', join(folder, 'socket'), '-p', join(folder, 'pid'), ...args]);

/** Debian's configuration, with our action and our lines in the jail of sshd; the ban itself touches no firewall. */
async function configure(): Promise<void> {
  await cp('/etc/fail2ban', config(), { recursive: true });
  for (const file of await readdir(join(config(), 'jail.d'))) await rm(join(config(), 'jail.d', file));
  const action = fillIn(findBlock('fail2ban', '[Definition]'), {
    'http://watchkeeper.example:8080': bot.botUrl,
  });
  await writeFile(join(config(), 'action.d', 'watchkeeper.conf'), action);
  await writeFile(join(config(), 'action.d', 'nothing.conf'), '[Definition]\nactionban = true\n');
  const jail = fillIn(findBlock('fail2ban', '[sshd]'), { '<the token>': TOKEN });
  await writeFile(
    join(config(), 'jail.local'),
    `[DEFAULT]\nbanaction = nothing\nbackend = polling\nmaxretry = 3\nbantime = 5m\n\n${jail}\nlogpath = ${folder}/auth.log\n`,
  );
  await writeFile(
    join(config(), 'fail2ban.local'),
    `[Definition]\nlogtarget = STDOUT\ndbfile = ${folder}/fail2ban.sqlite3\n`,
  );
  await writeFile(join(folder, 'auth.log'), '');
}

/** As sshd writes it; the user's name is what the attacker wants it to be. */
const toLogLine = (user: string, ip: string): string => {
  const [, month = '', day = '', , time = ''] = new Date().toString().split(' ');
  return `${month} ${day} ${time} prod-1 sshd[10101]: Failed password for invalid user ${user} from ${ip} port 40001 ssh2\n`;
};

it('fail2ban bans, and the ban is a message; what the attacker wrote is text; the unban resolves it', async () => {
  await configure();
  expect((await client('-t')).stdout).toContain('OK');
  const args = ['-c', config(), '-s', join(folder, 'socket'), '-p', join(folder, 'pid'), '-f', 'start'];
  server = await startProgram('fail2ban-server', args, async () => (await client('ping')).stdout.includes('pong'));

  const evil = `"';touch\${IFS}${folder}/PWNED;<!channel>$(touch\${IFS}${folder}/PWNED)`;
  for (let n = 0; n < 3; n++) await appendFile(join(folder, 'auth.log'), toLogLine(evil, '203.0.113.7'));
  const until = (words: string): Promise<SeenMessage> =>
    bot.slack.waitFor(() => bot.slack.channel('C0INCIDENTS').messages.find(({ plain }) => plain.includes(words)), {
      what: words,
      timeoutMs: 20_000,
    });
  const ban = await until('203.0.113.7 banned by sshd');
  expect(ban.plain).toContain('*firing*');
  expect(ban.plain).toContain('Failed password for invalid user');
  expect(JSON.stringify(ban.blocks)).toContain('&lt;!channel&gt;');
  expect(JSON.stringify([ban.text, ban.blocks])).not.toMatch(/<!(?!date)/);
  expect(await readdir(folder)).not.toContain('PWNED');

  await client('set', 'sshd', 'unbanip', '203.0.113.7');
  expect((await until('*resolved*')).ts).toBe(ban.ts);
});
