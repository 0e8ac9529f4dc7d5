import { afterEach, expect, it } from 'vitest';
import { startBot, type Bot } from '../support/bot.ts';

let bot: Bot;
afterEach(() => bot.close());

it('stopped while an approval is awaited: after the start the same button works, on the same card', async () => {
  bot = await startBot();
  await bot.world.primary.faults.webDown(true);
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until('[Approve]');
  await bot.restart();
  await card.click('Approve', 'mina');
  await card.until('succeeded');
  expect(bot.world.cloudflare.writes).toBe(1);
});

it('canceled in the middle of verifying: it ends, and says what was done', async () => {
  bot = await startBot({ ttlDivisor: 2 });
  await bot.world.primary.faults.webDown(true);
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until('[Approve]');
  await bot.world.visit();
  await card.click('Approve', 'mina');
  await card.until(/old for \d+ s more/);
  await card.click('Cancel', 'jin');
  await card.until('canceled');
  expect(card.plain).toContain('now points to');
  expect(card.plain).toMatch(/Stopped half way.*Fence primary.*Switch DNS/);
  expect(card.plain).toContain('[Fail back]');
  const mina = bot.slack.as('U0MINA');
  await mina.openHome();
  const home = await bot.slack.waitFor(() => mina.home(), { what: 'the home' });
  expect(home.plain).toMatch(/moved to standby/);
});
