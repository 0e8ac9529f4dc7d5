import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createBotProcess } from '../../sandbox/bot-process.ts';
import { startBot, type Bot, type BotOptions } from '../support/bot.ts';
import { typeVerb, type Typed, type Typing } from '../support/type-verb.ts';

let bot: Bot;
let extra: Record<string, string> = {};
afterEach(async () => {
  extra = {};
  await bot.close();
});

const begin = (account: string, ...args: string[]): Typing => typeVerb(account, args, { ...bot.environment, ...extra });
const type = (account: string, ...args: string[]): Promise<Typed> => begin(account, ...args).done;

async function boot(options: BotOptions = {}): Promise<void> {
  bot = await startBot(options);
  await bot.world.primary.faults.webDown(true);
}

async function askFor(...flags: string[]): Promise<string> {
  const asked = await type('jin', 'run', 'failover', 'nextuse', ...flags);
  expect(asked).toMatchObject({ code: 3 });
  return /run_\w+/.exec(asked.stdout)?.[0] ?? 'none';
}

/** On a machine that is busy, a host may not answer in time, which is a change: then it is asked anew. */
async function approve(id: string, ...flags: string[]): Promise<Typed> {
  let approved = await type('mina', 'approve', id, '--yes', ...flags);
  for (let tries = 0; approved.code === 3 && tries < 3; tries++)
    approved = await type('mina', 'approve', id, '--yes', ...flags);
  return approved;
}

const last = (typed: Typed) => typed.json().at(-1) ?? {};

describe('through the running bot', { timeout: 60_000 }, () => {
  it('a run goes to and fro between Slack and terminals, and each exit code means what is documented', async () => {
    await boot();
    const first = await type('jin', 'run', 'failover', 'nextuse', '--json', '--reason', 'router');
    expect(first.code).toBe(3);
    expect(last(first)).toMatchObject({
      type: 'run',
      status: 'awaiting_approval',
      requestedBy: { person: 'jin', via: 'cli' },
      reason: 'router',
      gate: { needed: 1, approvedBy: [] },
    });
    const id = String(last(first)['id']);

    // The card in Slack is the same run.
    const card = () => bot.slack.channel('C0INCIDENTS').messages.find((message) => message.plain.includes(id));
    await bot.slack.waitFor(() => card()?.plain.includes('[Approve]'), { what: 'the card' });
    expect(await type('jin', 'run', 'failover', 'nextuse')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`held by failover ${id}`),
    });
    expect(await type('mina', 'approve', id)).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
    expect(await type('mina', 'approve', id, '--binding', '0'.repeat(32))).toMatchObject({ code: 1 });
    expect(await type('mina', 'approve', 'run_1')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Not the id of a run'),
    });
    expect(await type('mina', 'approve', 'run_01JD0000000000000001', '--yes')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('No run'),
    });
    const shown = await type('mina', 'show', id, '--json');
    expect(shown.code).toBe(0);
    expect(await type('mina', 'retry', id, '--yes')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('does not stand still'),
    });

    const following = begin('yuna', 'follow', id);
    await following.until('Approval 0 of 1');
    following.interrupt();
    expect(await following.done).toMatchObject({
      code: 130,
      stderr: expect.stringContaining(`The bot carries ${id} on`),
    });

    const denied = await type('mina', 'deny', id, '--reason', 'the router is back');
    expect(denied).toMatchObject({ code: 0, stdout: expect.stringContaining('the router is back') });
    await bot.slack.waitFor(() => card()?.plain.includes('Denied by'), { what: 'the denial on the card' });
    expect(await type('mina', 'follow', id)).toMatchObject({ code: 1 });

    const second = await askFor();
    const binding = String(last(await type('mina', 'show', second, '--json'))['binding']);
    let approved = await type('mina', 'approve', second, '--binding', binding, '--json');
    if (approved.code === 3) approved = await approve(second, '--json');
    expect(approved).toMatchObject({ code: 0 });
    expect(last(approved)).toMatchObject({
      status: 'succeeded',
      ending: 'done',
      next: ['npx watchkeeper run failback nextuse'],
    });
    const runs = await type('yuna', 'runs', '--service', 'nextuse');
    expect(runs.stdout.trim().split('\n')).toHaveLength(2);
    expect(await type('jin', 'status')).toMatchObject({ code: 0, stdout: expect.stringContaining('You are jin') });
  });

  it('a step that fails needs attention; it is answered from the terminal, by the same rules', async () => {
    await boot();
    bot.world.primary.faults.commandFail('docker stop', 1, 'permission denied');
    const id = await askFor();
    const stopped = await approve(id, '--json');
    expect(stopped).toMatchObject({ code: 4 });
    expect(last(stopped)).toMatchObject({
      attention: { kind: 'failed', choices: ['retry', 'skip', 'rollback', 'abort'] },
    });
    expect(await type('jin', 'happened', id, '--yes')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('retry, skip, roll-back, abort'),
    });
    expect(await type('mina', 'skip', id, '--yes')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('A reason is needed'),
    });
    // Who asked cannot agree to leaving out a destructive step, either.
    expect(await type('jin', 'skip', id, '--yes', '--reason', 'it is off')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('does not count'),
    });
    expect(await type('jin', 'retry', id, '--yes')).toMatchObject({ code: 4 });
    const skipped = await type('mina', 'skip', id, '--yes', '--reason', 'pulled the plug by hand');
    expect(skipped).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('pulled the plug by hand'),
    });
  });

  it('aborting, rolling back and canceling end as they were meant to: exit code 0', async () => {
    await boot();
    bot.world.cloudflare.faults.failNext({ times: 100, status: 503, on: 'write' });
    const id = await askFor();
    const waiting = begin('mina', 'approve', id, '--yes');
    await waiting.until('Next try');
    for (let minutes = 0; minutes < 12; minutes++) {
      bot.clock.forward('1m');
      await bot.clock.sleep(400);
    }
    const stopped = await waiting.done;
    expect(stopped).toMatchObject({ code: 4, stdout: expect.stringContaining(`roll-back ${id}`) });
    const back = await type('jin', 'roll-back', id, '--yes');
    expect(back).toMatchObject({ code: 3 });
    expect(await type('mina', 'approve', id, '--yes')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('Rolled back'),
    });
    expect(await type('jin', 'cancel', await askFor())).toMatchObject({ code: 0 });
  });

  it('the glass is broken from a terminal: by whom the inventory names, with the service typed and a reason', async () => {
    await boot();
    const id = await askFor();
    const glass = (who: string, service: string, ...more: string[]) =>
      type(who, 'break-glass', id, '--service', service, '--reason', 'nobody answers', ...more);
    expect(await type('jin', 'break-glass', id, '--yes')).toMatchObject({ code: 2 });
    expect(await glass('jin', 'nextuse')).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
    expect(await glass('mina', 'nextuse', '--yes')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('not among'),
    });
    expect(await glass('jin', 'nextsue', '--yes')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('nextuse'),
    });
    expect(bot.world.cloudflare.writes).toBe(0);
    expect(await glass('jin', 'nextuse', '--yes')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('glass broken by'),
    });
    expect(bot.world.cloudflare.writes).toBe(1);
    const { slack } = bot;
    await slack.waitFor(() => slack.channel('C0AUDIT').messages.some(({ plain }) => plain.includes('Glass broken')), {
      what: 'the audit channel told',
    });
  });

  it('Slack hangs: nobody waits for it, and who is only in a group is not known', async () => {
    await boot();
    const id = await askFor();
    bot.slack.faults.failNext('usergroups.users.list', { times: 20, mode: 'hang' });
    const begun = Date.now();
    expect(await type('yuna', 'approve', id, '--yes')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('group'),
    });
    expect(Date.now() - begun).toBeLessThan(9_000);
    expect(await approve(id)).toMatchObject({ code: 0 });
  });

  it('on a real terminal: drawn in place, asked before it acts, Ctrl-C leaves', async () => {
    await boot();
    const onTerminal = (account: string, ...args: string[]): Typing =>
      typeVerb(account, args, bot.environment, { onTerminal: true });
    const asked = await onTerminal('jin', 'run', 'failover', 'nextuse').done;
    expect(asked.code).toBe(3);
    // Written over: up some rows, and each row cleared to its end.
    // oxlint-disable-next-line no-control-regex -- what a terminal is told
    expect(asked.stdout).toMatch(/\u001B\[\d+A\r.*\u001B\[K/s);
    // A narrow terminal cuts lines, ids in them too.
    const id = /run_\w{20}/.exec(asked.stdout)?.[0] ?? 'none';
    const doubting = onTerminal('mina', 'approve', id);
    await doubting.until(/This will be done now: .*\[y\/N\]/s);
    doubting.press('n\n');
    expect(await doubting.done).toMatchObject({ code: 1, stdout: expect.stringContaining('Nothing was done') });
    expect(bot.world.cloudflare.writes).toBe(0);
    const following = onTerminal('yuna', 'follow', id);
    await following.until('Ctrl-C leaves');
    following.interrupt();
    expect(await following.done).toMatchObject({ code: 130, stdout: expect.stringContaining('Left. The bot carries') });
    const sure = onTerminal('mina', 'approve', id);
    await sure.until(/\[y\/N\]/);
    sure.press('y\n');
    expect((await sure.done).code === 0 || (await approve(id)).code === 0).toBe(true);
  });

  it('in Korean where the team speaks it', async () => {
    await boot({ locale: 'ko' });
    expect(await type('jin', 'status')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('봇이 실행 중입니다'),
    });
    expect(await type('jin', 'help')).toMatchObject({ code: 0, stdout: expect.stringContaining('종료 코드') });
    const asked = await type('jin', 'run', 'failover', 'nextuse');
    expect(asked).toMatchObject({ code: 3, stdout: expect.stringContaining('승인') });
    expect(await type('nobody', 'runs')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('누구의 것도 아닙니다'),
    });
  });
});

describe('without a bot', { timeout: 60_000 }, () => {
  it('a bot that starts waits for a terminal that is at work, and goes on from there', async () => {
    await boot();
    await bot.stop();
    await bot.world.standby.faults.sshHang(true);
    const running = begin('jin', 'run', 'failover', 'nextuse');
    await running.until(/run_\w+/);
    const logFile = join(bot.folder, 'bot.log');
    const back = createBotProcess({ ...bot, logFile });
    const started = back.start();
    const waits = async (): Promise<boolean> =>
      (await readFile(logFile, 'utf8').catch(() => '')).includes('waited for');
    for (let tries = 0; !(await waits()) && tries < 200; tries++) await bot.clock.sleep(50);
    expect(await waits()).toBe(true);
    running.interrupt();
    expect(await running.done).toMatchObject({ code: 130 });
    await started;
    expect(await back.stop()).toBe(0);
  });

  it('one terminal works at a time; Ctrl-C leaves the run, and it is carried on with follow', async () => {
    await boot();
    await bot.stop();
    expect(await type('jin', 'status')).toMatchObject({
      code: 5,
      stdout: expect.stringContaining('The bot does not run'),
    });
    // The run waits for a host that does not answer: there is something to interrupt.
    await bot.world.standby.faults.sshHang(true);
    const running = begin('jin', 'run', 'failover', 'nextuse');
    await running.until(/run_\w+/);
    expect(await type('mina', 'runs')).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('Another process has the database'),
    });
    running.interrupt();
    const left = await running.done;
    expect(left).toMatchObject({ code: 130, stderr: expect.stringContaining('stays where it is') });
    await bot.world.standby.faults.clear();
    const id = /run_\w+/.exec(left.stdout)?.[0] ?? 'none';
    expect(await type('nobody', 'follow', id)).toMatchObject({ code: 1 });
    expect(await type('mina', 'follow', id)).toMatchObject({ code: 3 });
    expect(await approve(id)).toMatchObject({ code: 0 });
    expect(bot.world.cloudflare.writes).toBe(1);
  });

  it('a request that nobody follows stays until somebody does; a gate that expired meanwhile holds nothing', async () => {
    await boot();
    await bot.stop();
    const file = bot.environment['WATCHKEEPER_INVENTORY'] ?? '';
    await writeFile(file, (await readFile(file, 'utf8')).replace('expires: 15m', 'expires: 2s'));
    const stored = await type('jin', 'run', 'failover', 'nextuse', '--no-wait');
    expect(stored).toMatchObject({ code: 0, stderr: expect.stringContaining('Nobody carries it on') });
    const id = /run_\w+/.exec(stored.stdout)?.[0] ?? 'none';
    expect(await type('jin', 'follow', id)).toMatchObject({ code: 3 });
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect(await type('mina', 'approve', id, '--yes')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('time for this approval is over'),
    });
    const again = await type('jin', 'run', 'failover', 'nextuse');
    expect(again).toMatchObject({ code: 3 });
    expect(await type('jin', 'show', id, '--json').then(last)).toMatchObject({ status: 'expired' });
  });

  it('only runs that were asked about are touched', async () => {
    await boot();
    const id = await askFor();
    await bot.stop();
    const looked = await type('mina', 'run', 'dns-show', 'nextuse');
    expect(looked).toMatchObject({ code: 0, stderr: expect.stringContaining('does the work itself') });
    expect(await type('jin', 'show', id, '--json').then(last)).toMatchObject({ status: 'awaiting_approval' });
  });

  it('and without a database: says what is not there, in both forms', async () => {
    await boot();
    extra = { WATCHKEEPER_STORE: 'sqlite:/nonexistent/w.db' };
    expect(await type('jin', 'runs')).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('there is no database /nonexistent/w.db'),
    });
    const told = await type('jin', 'runs', '--json');
    expect(told.json()).toEqual([expect.objectContaining({ type: 'error', code: 'unreachable', exitCode: 5 })]);
    expect(await type('jin', 'runs', '--al', '--json').then(last)).toMatchObject({ type: 'error', exitCode: 2 });
  });
});
