import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBotProcess } from '../../sandbox/bot-process.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';

const run = promisify(execFile);
const main = join(import.meta.dirname, '..', '..', 'src', 'launch.js');
const OWN_RUNBOOK = `
import { z } from ${JSON.stringify(import.meta.resolve('zod'))};
export const greet = {
  name: 'greet',
  summary: () => 'Says hello',
  params: z.strictObject({ service: z.string() }),
  plan: ({ service }) => [{ type: 'greeting.say', params: { service } }],
};`;
const OWN_STEP = `
import { z } from ${JSON.stringify(import.meta.resolve('zod'))};
import { defineStep } from ${JSON.stringify(import.meta.resolve('../../src/core/step.ts'))};
export const say = defineStep({
  type: 'greeting.say', risk: 'read', params: z.object({ service: z.string() }),
  title: () => 'Greet', describe: () => 'Say hello',
  apply: async ({ service }) => ({ summary: 'hello ' + service }),
});`;

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox({ ttlDivisor: 30 });
});
afterEach(() => sandbox.close());

/** Exit code and output of one verb, with the sandbox's environment. */
async function watchkeeper(args: string[], more: Record<string, string> = {}): Promise<{ code: number; text: string }> {
  const env = { ...sandbox.environment, ...more };
  try {
    const { stdout, stderr } = await run(process.execPath, [main, ...args], { env });
    return { code: 0, text: stdout + stderr };
  } catch (thrown) {
    const { code, stdout, stderr } = thrown as { code: number; stdout: string; stderr: string };
    return { code, text: stdout + stderr };
  }
}

describe('the process', () => {
  it('is ready when /readyz says so, ends with 0 within ten seconds of SIGTERM, and its log holds no secret', async () => {
    const logFile = join(sandbox.folder, 'bot.log');
    const bot = createBotProcess({ ...sandbox, logFile, environment: { ...sandbox.environment, LOG_LEVEL: 'trace' } });
    await bot.start();
    await sandbox.world.primary.faults.webDown(true);
    await sandbox.slack.as('U0JIN').type('/failover nextuse token=hunter2hunter2', { channel: 'C0INCIDENTS' });
    const card = () =>
      sandbox.slack.channel('C0INCIDENTS').messages.find((message) => message.plain.includes('[Approve]'));
    const asked = await sandbox.slack.waitFor(card, { what: 'the approval', timeoutMs: 10_000 });
    await sandbox.slack.as('U0MINA').click({ channel: asked.channel, ts: asked.ts }, 'Approve');
    const done = () =>
      sandbox.slack.channel('C0INCIDENTS').messages.some((message) => message.plain.includes('succeeded'));
    await sandbox.slack.waitFor(done, { what: 'the end', timeoutMs: 15_000 });
    const metrics = await (await fetch(`${sandbox.botUrl}/metrics`)).text();
    expect(metrics).toMatch(/watchkeeper_runs_total\{runbook="failover",outcome="done"\} 1/);
    const asking = Date.now();
    expect(await bot.stop()).toBe(0);
    expect(Date.now() - asking).toBeLessThan(10_000);

    const written = await Promise.all(
      [logFile, join(sandbox.folder, 'watchkeeper.db')].map((file) => readFile(file, 'latin1')),
    );
    const { slack, world } = sandbox;
    const key = (await readFile(join(sandbox.folder, 'deploy-key'), 'utf8')).split('\n')[2] ?? 'none';
    const seen = JSON.stringify(slack.channels().map(({ id }) => slack.channel(id).messages));
    for (const secret of [slack.botToken, slack.appToken, world.cloudflare.token, key, 'hunter2hunter2'])
      for (const text of [...written, seen, metrics]) expect(text).not.toContain(secret);
  });

  it('lets no second bot onto the same database', async () => {
    const bot = createBotProcess({ ...sandbox, logFile: join(sandbox.folder, 'bot.log') });
    await bot.start();
    const second = await watchkeeper(['start'], { WATCHKEEPER_PORT: '0' });
    expect(second).toMatchObject({ code: 1, text: expect.stringMatching(/Another bot is running on the database/) });
    await bot.kill();
    // After kill -9 nothing has to be cleaned up by hand.
    await bot.start();
    expect(await bot.stop()).toBe(0);
  });

  it('finds a team’s own runbooks and step types', async () => {
    const folder = join(sandbox.folder, 'own');
    await mkdir(join(folder, 'steps'), { recursive: true });
    await writeFile(join(folder, 'greet.ts'), OWN_RUNBOOK);
    await writeFile(join(folder, 'steps', 'say.ts'), OWN_STEP);
    const environment = { ...sandbox.environment, WATCHKEEPER_RUNBOOKS: folder };
    const bot = createBotProcess({ ...sandbox, environment, logFile: join(sandbox.folder, 'bot.log') });
    await bot.start();
    await sandbox.slack.as('U0JIN').type('/runbook run greet nextuse', { channel: 'C0INCIDENTS' });
    const said = () =>
      sandbox.slack.channel('C0INCIDENTS').messages.some((message) => message.plain.includes('hello nextuse'));
    await sandbox.slack.waitFor(said, { what: 'hello' });
    await bot.stop();
  });
});

describe('the terminal command', () => {
  it('helps, and suggests the verb that was meant', async () => {
    expect(await watchkeeper(['help'])).toMatchObject({ code: 0, text: expect.stringContaining('hostkey') });
    expect(await watchkeeper(['validat'])).toMatchObject({
      code: 2,
      text: expect.stringContaining('Did you mean validate?'),
    });
  });

  it('validates: all problems, with lines, or that there are none', async () => {
    expect(await watchkeeper(['validate'])).toMatchObject({ code: 0, text: expect.stringContaining('is valid') });
    const file = sandbox.environment['WATCHKEEPER_INVENTORY'] ?? '';
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace('resolvers:', 'resolver:').replace('hostname: home-server', 'hostnam: x'),
    );
    const wrong = await watchkeeper(['validate'], { SLACK_BOT_TOKEN: 'nonsense' });
    expect(wrong.code).toBe(1);
    expect(wrong.text).toContain('SLACK_BOT_TOKEN');
    expect(wrong.text).not.toContain('nonsense');
    expect(wrong.text).toMatch(
      /inventory\.yml:\d+: .*resolvers[\s\S]*inventory\.yml:\d+: .*hostname|inventory\.yml:\d+: .*hostname[\s\S]*resolvers/,
    );
  });

  it('validates a team’s own runbooks: every wrong file, and a plan that cannot be made', async () => {
    const folder = join(sandbox.folder, 'own');
    await mkdir(folder, { recursive: true });
    const more = { WATCHKEEPER_RUNBOOKS: folder };
    await writeFile(join(folder, 'greet.ts'), OWN_RUNBOOK);
    expect(await watchkeeper(['validate'], more)).toMatchObject({
      code: 1,
      text: expect.stringMatching(/runbook greet cannot be planned for nextuse: .*greeting\.say/),
    });
    await writeFile(join(folder, 'one.ts'), 'export const one = 1;\n');
    await writeFile(join(folder, 'two.ts'), 'export const two: = 2;\n');
    const wrong = await watchkeeper(['validate'], more);
    expect(wrong).toMatchObject({ code: 1, text: expect.stringMatching(/own\/one\.ts: [\s\S]*own\/two\.ts: /) });
    await mkdir(join(folder, 'steps'));
    await writeFile(join(folder, 'steps', 'say.ts'), OWN_STEP);
    await Promise.all(['one.ts', 'two.ts'].map((name) => rm(join(folder, name))));
    expect(await watchkeeper(['validate'], more)).toMatchObject({ code: 0 });
  });

  it('prints what to pin', async () => {
    const { ssh } = sandbox.world.standby;
    const printed = await watchkeeper(['hostkey', ssh.address, String(ssh.port)]);
    expect(printed).toMatchObject({ code: 0, text: expect.stringContaining(ssh.hostKey) });
    expect(await watchkeeper(['hostkey', `${ssh.address}:${ssh.port}`])).toEqual(printed);
    expect(await watchkeeper(['hostkey', ssh.address, '99999'])).toMatchObject({
      code: 2,
      text: expect.not.stringContaining('RangeError'),
    });
  });
});
