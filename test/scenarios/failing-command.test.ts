import { afterEach, expect, it } from 'vitest';
import type { Run } from '../../src/core/run.ts';
import { startBot, type Bot } from '../support/bot.ts';

// Of a command that fails, a reviewer wants all it said: the last line is on the card, the rest in thread and audit.

let bot: Bot;
afterEach(() => bot.close());

/** What is kept beside the trail of the failed step, as text. */
async function keptOfFailure(run: Run): Promise<string> {
  const failure = (await bot.acts(run)).find(({ act }) => act === 'step.failed');
  const digest = (failure?.details as { outputs?: string } | undefined)?.outputs;
  const kept = digest === undefined ? undefined : await bot.store.audit.findOutput(digest);
  return (kept?.outputs ?? []).map(({ title, text }) => `${title}\n${text}`).join('\n');
}

it('a fence that docker refuses: every line of it is in the thread and, by digest, in the audit trail', async () => {
  bot = await startBot();
  const said = 'Error response from daemon: cannot stop container: jin-gateway\npermission denied\nsee the log';
  const card = await bot.start('/switchover nextuse maintenance', 'jin');
  await card.until('[Approve]');
  bot.world.primary.faults.commandFail('docker stop', 1, said);
  await card.click('Approve', 'mina');
  await card.until('[Retry]');
  expect(card.plain).toContain('see the log');
  expect(bot.world.cloudflare.writes).toBe(0);

  const kept = await keptOfFailure(await card.run());
  expect(kept).toContain(said);
  expect(kept).toContain('[exit 1]');
  expect(kept).toContain('docker stop');
  await bot.slack.waitFor(() => card.thread().some((text) => text.includes('permission denied')), {
    what: 'the output in the thread',
  });
});

it('a standby that is not ready: what docker listed there is kept although the command itself went well', async () => {
  bot = await startBot();
  await bot.world.primary.faults.webDown(true);
  const backend = bot.world.standby.containers.get('used-market-backend');
  if (backend) backend.health = 'unhealthy';
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until('[Retry]');
  expect(await keptOfFailure(await card.run())).toMatch(/docker ps[^]*used-market-backend[^]*unhealthy/);
});
