import { afterEach, expect, it } from 'vitest';
import { startBot, type Bot } from '../support/bot.ts';

let bot: Bot;
afterEach(() => bot.close());

const cardsOf = (): number =>
  bot.slack.channel('C0INCIDENTS').messages.filter((message) => JSON.stringify(message.metadata)?.includes('/card'))
    .length;

it('Slack answers 429, 5xx and loses an answer in the middle: the failover goes on, one card tells the truth', async () => {
  bot = await startBot();
  await bot.world.primary.faults.webDown(true);
  bot.slack.faults.failNext('chat.postMessage', { times: 1, mode: 'reset-after-apply' });
  const card = await bot.start('/failover nextuse', 'jin');
  bot.slack.faults.failNext('chat.update', { times: 2, mode: 'http500' });
  bot.slack.faults.failNext('chat.postMessage', { times: 2, mode: 'ratelimited', retryAfterSeconds: 1 });
  await card.until('[Approve]');
  bot.slack.faults.failNext('chat.update', { times: 1, mode: 'ratelimited', retryAfterSeconds: 1 });
  await card.click('Approve', 'mina');
  await card.until('succeeded', 25_000);
  expect(cardsOf()).toBe(1);
  const threads = card.thread();
  expect(new Set(threads).size).toBe(threads.length);
});

it('the run does not need Slack: cut off after the approval, it ends, and the card catches up', async () => {
  bot = await startBot();
  await bot.world.primary.faults.webDown(true);
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until('[Approve]');
  const run = await card.run();
  const approving = card.click('Approve', 'mina');
  await bot.slack.waitFor(() => bot.slack.calls.length > 0, {});
  bot.slack.faults.down(true);
  await approving.catch(() => '');
  if ((await card.run()).status === 'awaiting_approval') {
    // The cut was faster than the click: press again when Slack is back.
    bot.slack.faults.down(false);
    await bot.slack.waitFor(() => bot.slack.sockets > 0, { timeoutMs: 20_000, what: 'a socket' });
    await card.click('Approve', 'mina');
    bot.slack.faults.down(true);
  }
  for (let tries = 0; (await bot.store.runs.find(run.id))?.status !== 'succeeded' && tries < 400; tries++)
    await bot.clock.sleep(25);
  expect((await bot.store.runs.find(run.id))?.status).toBe('succeeded');
  bot.slack.faults.down(false);
  bot.clock.forward('2m');
  await card.until('succeeded', 25_000);
  expect(cardsOf()).toBe(1);
});

it('a rate limit notice and the renewal of a connection lose no command', async () => {
  bot = await startBot();
  await bot.slack.faults.rateLimitNotice();
  bot.slack.faults.disconnectSockets({ refresh: true, count: 1 });
  for (let n = 0; n < 10; n++) expect(await bot.type('/runbook list', 'jin')).toContain('failover');
});

it('asked where the bot is no member: the card comes in the incidents channel, and says how to invite it', async () => {
  bot = await startBot();
  await bot.world.primary.faults.webDown(true);
  const answer = await bot.type('/failover nextuse', 'jin', 'C0GENERAL');
  const id = /run_\w+/.exec(answer)?.[0] ?? 'none';
  const find = () => bot.slack.channel('C0INCIDENTS').messages.find((message) => message.plain.includes(id));
  const card = await bot.slack.waitFor(find, { what: 'the card' });
  expect(card.plain).toContain('/invite');
  await bot.slack.waitFor(() => find()?.plain.includes('[Approve]'), { what: 'the button', timeoutMs: 10_000 });
  await bot.slack.as('U0MINA').click({ channel: card.channel, ts: card.ts }, 'Approve');
  await bot.slack.waitFor(() => find()?.plain.includes('succeeded'), { what: 'the end', timeoutMs: 10_000 });
});
