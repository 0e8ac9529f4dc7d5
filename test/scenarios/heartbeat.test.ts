import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startBot, type Bot } from '../support/bot.ts';

const SECRET = '/ping/5f0c0b1e-7f6e-4c39-9a0f-0e6f1f3a2b1c';

let bot: Bot;
let watcher: Server;
let beats = 0;
let answer = 200;
beforeEach(async () => {
  beats = 0;
  answer = 200;
  watcher = createServer((request, response) => {
    if (request.url === SECRET && request.method === 'GET') beats += 1;
    response.writeHead(answer).end('OK');
  });
  await new Promise<void>((resolve) => watcher.listen(0, '127.0.0.1', resolve));
  const { port } = watcher.address() as AddressInfo;
  bot = await startBot({
    selfTest: { every: '5m' },
    heartbeat: { url: `http://127.0.0.1:${port}${SECRET}`, every: '1m', timeout: '2s' },
    onDeaf: () => {},
  });
});
afterEach(async () => {
  await bot.close();
  watcher.closeAllConnections();
  watcher.close();
});

/** Slack has told the bot of its own message, and the watcher has heard of it. */
async function well(): Promise<void> {
  const isProven = async (): Promise<boolean> =>
    (JSON.stringify(await bot.store.watchers.find('hearing')) ?? '').includes('"isProven":true');
  const isWell = async (): Promise<boolean> => beats > 0 && (await isProven());
  for (let n = 0; n < 40 && !(await isWell()); n++) {
    bot.clock.forward('5s');
    await pause(60);
  }
  expect(beats).toBeGreaterThan(0);
  expect(await isProven()).toBe(true);
  await expect.poll(status).toContain('Heartbeat: sent');
}

/** Until the bot has its answer: only then it waits for the next minute. */
const taken = (): Promise<void> => expect.poll(status).toMatch(/Heartbeat: sent 0\.\d s ago\n/);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const status = (): Promise<string> => bot.type('/watchkeeper status', 'jin');
const ready = async (): Promise<number> => (await fetch(`${bot.botUrl}/readyz`)).status;
async function minute(): Promise<void> {
  bot.clock.forward('1m');
  await pause(300);
}

it('beats while the bot is well; a watcher that refuses is told in the status, and the bot is ready all the same', async () => {
  await well();
  const before = beats;
  await minute();
  await expect.poll(() => beats).toBe(before + 1);
  await taken();
  await minute();
  await expect.poll(() => beats).toBe(before + 2);
  await taken();
  expect(await status()).toMatch(/Heartbeat: sent [\d.]+ s ago\n/);
  answer = 500;
  await minute();
  expect(await status()).toContain('the last one failed: HTTP 500');
  expect(await ready()).toBe(200);
  const metrics = await (await fetch(`${bot.botUrl}/metrics`)).text();
  expect(metrics).toMatch(/watchkeeper_heartbeats_total{outcome="sent"} \d/);
  expect(metrics).toContain('watchkeeper_heartbeats_total{outcome="failed"} 1');
  const everything = [metrics, await status(), JSON.stringify(await bot.acts())].join('\n');
  expect(everything).not.toContain('5f0c0b1e');
});

it('does not beat while the bot is deaf, however well it looks', async () => {
  await well();
  bot.slack.faults.mute(true);
  for (let n = 0; n < 8; n++) await minute();
  const before = beats;
  for (let n = 0; n < 3; n++) await minute();
  expect(beats).toBe(before);
  expect(await ready()).toBe(200);
  bot.slack.faults.mute(false);
  await expect.poll(status, { timeout: 5_000 }).toContain('held back: Slack was not heard lately');
});
