import { afterEach, expect, it } from 'vitest';
import { startBot, type Bot } from '../support/bot.ts';

let bot: Bot;
afterEach(() => bot.close());

it('a planned move fences the healthy primary first, and fails back by the button', async () => {
  bot = await startBot();
  const card = await bot.start('/switchover nextuse maintenance', 'jin');
  await card.until('[Approve]');
  await card.click('Approve', 'mina');
  await card.until('succeeded');
  expect((await bot.world.visit()).site).toBe('standby');
  expect(bot.world.primary.containers.get('jin-gateway')?.state).toBe('exited');
  await card.click('Fail back', 'mina');
  const back = await bot.slack.waitFor(
    () =>
      bot.slack
        .channel('C0INCIDENTS')
        .messages.find(
          (message) => message.plain.includes('Failback of nextuse') && message.plain.includes('[Approve]'),
        ),
    { what: 'the way back' },
  );
  await bot.slack.as('U0JIN').click({ channel: back.channel, ts: back.ts }, 'Approve');
  await bot.slack.waitFor(
    () =>
      bot.slack
        .channel('C0INCIDENTS')
        .messages.some(
          (message) => message.plain.includes('Failback of nextuse') && message.plain.includes('succeeded'),
        ),
    { what: 'the end', timeoutMs: 20_000 },
  );
  expect((await bot.world.visit()).site).toBe('primary');
});

it('an unreachable primary: the card says beforehand that it cannot be fenced', async () => {
  bot = await startBot();
  await bot.world.primary.faults.unreachable(true);
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until('[Approve]');
  expect(card.plain).toMatch(/cannot fence: unreachable/i);
  await card.click('Approve', 'mina');
  await card.until('succeeded');
  expect((await bot.world.visit()).site).toBe('standby');
});

it('the record is at the primary already, but its gateway is stopped: failback starts it, and does not call that nothing to do', async () => {
  bot = await startBot();
  const gateway = bot.world.primary.containers.get('jin-gateway');
  if (gateway) gateway.state = 'exited';
  await bot.world.primary.settled();
  expect((await bot.world.visit()).site).toBeUndefined();
  const card = await bot.start('/failback nextuse', 'jin');
  await card.until('[Approve]');
  await card.click('Approve', 'mina');
  await card.until('succeeded');
  expect((await bot.world.visit()).site).toBe('primary');
  expect(bot.world.cloudflare.writes).toBe(0);
});

it('already on standby, but the standby is not well: that is no success', async () => {
  bot = await startBot();
  await bot.world.primary.faults.webDown(true);
  bot.world.cloudflare.setRecordByHand('jin-backup.jin7942.co.kr');
  bot.world.standby.containers.delete('used-market-db');
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until('[Retry]');
  expect(card.plain).not.toContain('succeeded');
});

it('asked again after a switchover: already there, although the primary is fenced', async () => {
  bot = await startBot();
  const card = await bot.start('/switchover nextuse', 'jin');
  await card.until('[Approve]');
  await card.click('Approve', 'mina');
  await card.until('succeeded');
  const again = await bot.start('/switchover nextuse', 'jin');
  await again.until('succeeded');
  expect(again.plain).toMatch(/already on standby/);
  expect(bot.world.cloudflare.writes).toBe(1);
});

it('already on standby, but the standby is another machine than it should be: that is no success', async () => {
  bot = await startBot();
  bot.world.cloudflare.setRecordByHand('jin-backup.jin7942.co.kr');
  bot.world.standby.programs.set('hostname', ({ stdout }) => {
    stdout('somebody-else\n');
    return 0;
  });
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until('failed');
  expect(card.plain).toContain('somebody-else');
});
