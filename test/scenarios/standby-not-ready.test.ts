import { afterEach, expect, it } from 'vitest';
import { startBot, type Bot } from '../support/bot.ts';

let bot: Bot;
afterEach(() => bot.close());

it('a missing container stops the failover before anybody is asked; started again, Retry goes on', async () => {
  bot = await startBot();
  const { primary, standby, cloudflare } = bot.world;
  await primary.faults.webDown(true);
  const database = standby.containers.get('used-market-db');
  if (!database) throw new Error('no database');
  standby.containers.delete('used-market-db');
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until('[Retry]');
  expect(card.plain).toContain('used-market-db');
  expect(card.plain).not.toContain('[Approve]');
  standby.containers.set('used-market-db', database);
  await card.click('Retry', 'jin');
  await card.until('[Approve]');
  await card.click('Approve', 'mina');
  await card.until('succeeded');
  expect(cloudflare.writes).toBe(1);
});

it('an unhealthy container counts as not ready', async () => {
  bot = await startBot();
  await bot.world.primary.faults.webDown(true);
  const backend = bot.world.standby.containers.get('used-market-backend');
  if (backend) backend.health = 'unhealthy';
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until('[Retry]');
  expect(card.plain).toContain('Not healthy on standby: used-market-backend');
  await card.click('Abort', 'jin');
  await card.until('failed');
  await expect(bot.start('/failover nextuse', 'jin')).resolves.toBeDefined();
});

it('another host key stops everything and says how to pin it', async () => {
  bot = await startBot();
  await bot.world.primary.faults.webDown(true);
  bot.world.standby.faults.changeHostKey();
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until('[Retry]');
  expect(card.plain).toMatch(/host key/i);
  expect(card.plain).toContain('npx watchkeeper hostkey');
  expect(bot.world.standby.commands).toEqual([]);
});

it('a healthy primary is refused, with the hint to switch over', async () => {
  bot = await startBot();
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until('failed');
  expect(card.plain).toContain('/switchover');
});

it('a standby that hangs parks the run and shows the next try', async () => {
  bot = await startBot();
  await bot.world.primary.faults.webDown(true);
  await bot.world.standby.faults.sshHang(true);
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until(/Next try/, 25_000);
  await bot.world.standby.faults.sshHang(false);
  bot.clock.forward('30s');
  await card.until('[Approve]', 25_000);
});
