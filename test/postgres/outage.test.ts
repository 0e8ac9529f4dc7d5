import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { waitUntil } from '../slack/delivery-world.ts';
import { readAlertBody } from '../support/alert-bodies.ts';
import { startBot, type Bot, type Card } from '../support/bot.ts';
import { startPostgres, type PostgresServer } from '../support/postgres-server.ts';

const FIRING = readAlertBody('alertmanager/real-nextuse-korean-mention-firing.json');
const AWAY_MS = 30_000;

let server: PostgresServer;
let bot: Bot;
const escaped: unknown[] = [];
const onEscape = (reason: unknown): void => void escaped.push(reason);

beforeAll(async () => {
  server = await startPostgres();
  process.on('unhandledRejection', onEscape);
  process.on('uncaughtException', onEscape);
});
afterAll(async () => {
  process.off('unhandledRejection', onEscape);
  process.off('uncaughtException', onEscape);
  await server.remove();
});
afterEach(() => bot.close());

const ready = async (): Promise<{ status: number; text: string }> => {
  const answer = await fetch(`${bot.botUrl}/readyz`);
  return { status: answer.status, text: await answer.text() };
};
const alert = async (): Promise<number> =>
  (
    await fetch(`${bot.botUrl}/alerts/prometheus`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bot.alertTokens.prometheus}` },
      body: FIRING,
    })
  ).status;
/** A machine that is busy may see something else of the world after half a minute, and asks once more then. */
async function approve(card: Card): Promise<void> {
  for (let tries = 0; tries < 3; tries++) {
    await card.until('[Approve]', 30_000);
    await card.click('Approve', 'mina');
    const done = await card.until('succeeded', 30_000).catch(() => undefined);
    if (done) return;
  }
  throw new Error(`it never ended: ${card.plain}`);
}
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

it('a failover from its request to its end on PostgreSQL', async () => {
  bot = await startBot({ database: await server.createDatabase() });
  await bot.world.primary.faults.webDown(true);
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until('[Approve]');
  await bot.restart();
  await approve(card);
  expect(bot.world.cloudflare.writes).toBe(1);
  expect((await card.run()).status).toBe('succeeded');
  await bot.acts();
});

it('the database is away for 30 s: the bot lives and says so, takes no alert, and goes on when it is back', async () => {
  bot = await startBot({ database: await server.createDatabase() });
  await bot.world.primary.faults.webDown(true);
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until('[Approve]');
  expect(await ready()).toMatchObject({ status: 200 });
  await server.kill();
  const until = Date.now() + AWAY_MS;
  const answer = await card.click('Approve', 'mina');
  expect(answer).toContain('The database does not answer. Nothing was done.');
  while (Date.now() < until) {
    expect(await ready()).toMatchObject({ status: 503, text: expect.stringContaining('does not answer') });
    expect(await alert()).toBe(503);
    await sleep(3_000);
  }
  await server.start();
  await waitUntil(async () => (await ready()).status === 200, 'readiness');
  await approve(card);
  expect(await alert()).toBe(200);
  expect(bot.world.cloudflare.writes).toBe(1);
  await bot.acts();
  expect(escaped).toEqual([]);
});
