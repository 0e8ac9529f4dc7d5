import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { afterEach, expect, it } from 'vitest';
import { createBotProcess } from '../../sandbox/bot-process.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

const untilProven = (): Promise<unknown> =>
  sandbox.slack.waitFor(
    () => sandbox.slack.channel('C0AUDIT').messages.some(({ plain }) => plain.includes('Self-test')),
    { what: 'the self-test', timeoutMs: 20_000 },
  );

it(
  'the process that does not hear Slack ends with 75 by itself, and leaves the database free',
  { timeout: 240_000 },
  async () => {
    sandbox = await createSandbox({ ttlDivisor: 30, selfTest: { every: '1s' } });
    const logFile = join(sandbox.folder, 'bot.log');
    const bot = createBotProcess({ ...sandbox, logFile });
    await bot.start();
    await untilProven();
    // Its own word has come back by the next look.
    await new Promise((resolve) => setTimeout(resolve, 7_000));
    sandbox.slack.faults.mute(true);
    await bot.exited();
    expect(bot.state).toBe('dead');
    expect(await bot.stop()).toBe(75);
    expect(await readFile(logFile, 'utf8')).toContain('slack is still not heard: ending to be started anew');

    sandbox.slack.faults.mute(false);
    await bot.start();
    await sandbox.slack.waitFor(
      () => sandbox.slack.channel('C0INCIDENTS').messages.some(({ plain }) => plain.includes('reaches me again')),
      { what: 'the good news', timeoutMs: 20_000 },
    );
    expect(await bot.stop()).toBe(0);
  },
);
