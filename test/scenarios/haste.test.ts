import { afterEach, expect, it } from 'vitest';
import { startBot, type Bot } from '../support/bot.ts';

let bot: Bot;
afterEach(() => bot.close());

it('more than ten commands in 30 s get a polite private answer and do nothing; others are not held up', async () => {
  bot = await startBot({ policies: { commands: { count: 10, within: '30s' } } });
  for (let typed = 0; typed < 10; typed++) expect(await bot.type('/runbook list', 'jin')).toContain('failover');
  expect(await bot.type('/failover nextuse', 'jin')).toMatch(/more than 10 commands in 30 s.*try again in \d+ s/);
  expect(await bot.store.runs.list({ limit: 10 })).toEqual([]);
  expect(await bot.type('/runbook list', 'mina')).toContain('failover');
  bot.clock.forward('30s');
  expect(await bot.type('/runbook list', 'jin')).toContain('failover');
});
