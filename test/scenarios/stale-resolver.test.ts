import { afterEach, expect, it } from 'vitest';
import { startBot, type Bot } from '../support/bot.ts';

let bot: Bot;
afterEach(() => bot.close());

it('a resolver that still has the old answer is waited for, with the seconds left', async () => {
  bot = await startBot({ ttlDivisor: 10 });
  await bot.world.primary.faults.webDown(true);
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until('[Approve]');
  await bot.world.visit(); // fills the resolver's cache for six seconds
  await card.click('Approve', 'mina');
  await card.until(/old for \d s more/);
  expect((await bot.world.visit()).site).not.toBe('standby');
  await card.until('succeeded');
  expect((await bot.world.visit()).site).toBe('standby');
});
