import { afterEach, beforeEach, expect, it } from 'vitest';
import { startBot, type Bot, type Card } from '../support/bot.ts';

let bot: Bot;
let card: Card;
beforeEach(async () => {
  bot = await startBot();
  await bot.world.primary.faults.webDown(true);
  card = await bot.start('/failover nextuse', 'jin');
  await card.until('[Approve]');
});
afterEach(() => bot.close());

it('5xx at the switch, then well: the run waits, says so, and switches once', async () => {
  bot.world.cloudflare.faults.failNext({ times: 2, status: 503, on: 'write' });
  await card.click('Approve', 'mina');
  await card.until(/Next try/);
  expect(card.plain).toContain('[Cancel]');
  for (let tries = 0; tries < 10 && !card.plain.includes('succeeded'); tries++) {
    bot.clock.forward('30s');
    await bot.clock.sleep(1_000);
  }
  await card.until('succeeded');
  expect(bot.world.cloudflare.writes).toBe(1);
});

it('applied, but the answer was lost: found out, not done again', async () => {
  bot.world.cloudflare.faults.failNext({ times: 1, status: 'reset', on: 'write', afterApply: true });
  await card.click('Approve', 'mina');
  await card.until('succeeded');
  expect(bot.world.cloudflare.writes).toBe(1);
});

it('an HTML page instead of JSON is told in words', async () => {
  bot.world.cloudflare.faults.failNext({ times: 1, status: 502, on: 'write' });
  await card.click('Approve', 'mina');
  await card.until(/Next try/);
  expect(card.plain).not.toMatch(/<html|&lt;html/i);
  bot.clock.forward('30s');
  await card.until('succeeded');
});

it('a token without the right to write asks a person, after nothing was changed', async () => {
  bot.world.cloudflare.faults.readOnlyToken(true);
  await card.click('Approve', 'mina');
  await card.until('[Retry]');
  expect(card.plain).toMatch(/DNS/);
  expect(card.plain).not.toContain(bot.world.cloudflare.token);
  bot.world.cloudflare.faults.readOnlyToken(false);
  await card.click('Retry', 'jin');
  await card.until('succeeded');
  expect(bot.world.cloudflare.writes).toBe(1);
});
