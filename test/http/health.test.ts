import { afterEach, expect, test } from 'vitest';
import { createHealthRoutes, type ReadinessCheck } from '../../src/http/health.ts';
import { createHttpServer, type HttpServer } from '../../src/http/server.ts';
import type { Log } from '../../src/core/ports/log.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { createTestClock } from '../support/clock.ts';

const silent = (): void => {};
const log: Log = { debug: silent, info: silent, warn: silent, error: silent, child: () => log };
let server: HttpServer | undefined;

async function start(checks: ReadinessCheck[], clock = createTestClock()): Promise<string> {
  const texts = catalogues.en;
  const routes = createHealthRoutes({ checks, texts, log, clock });
  server = createHttpServer({ host: '127.0.0.1', port: 0, routes, texts, log, clock });
  return `http://127.0.0.1:${await server.start()}`;
}

afterEach(() => server?.stop());

test('the process lives, whatever the checks say', async () => {
  const answer = await fetch(`${await start([{ name: 'store', check: async () => 'locked' }])}/healthz`);
  expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }]);
});

test('ready when every check is', async () => {
  const checks = ['store', 'slack'].map((name) => ({ name, check: async () => true as const }));
  const answer = await fetch(`${await start(checks)}/readyz`);
  expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok', checks: { store: 'ok', slack: 'ok' } }]);
});

test('not ready names each check, and keeps an error to the log', async () => {
  const answer = await fetch(
    `${await start([
      { name: 'store', check: async () => true },
      { name: 'slack', check: async () => 'not connected' },
      { name: 'leader', check: () => Promise.reject(new Error('secret detail')) },
    ])}/readyz`,
  );
  expect([answer.status, await answer.json()]).toEqual([
    503,
    {
      status: 'unavailable',
      checks: { store: 'ok', slack: 'not connected', leader: 'the check itself ended with an error' },
    },
  ]);
});

test('a check that hangs counts as not ready after 2 s', async () => {
  const clock = createTestClock();
  const answer = fetch(`${await start([{ name: 'slack', check: () => new Promise(() => {}) }], clock)}/readyz`);
  await clock.sleep(100);
  clock.forward('2s');
  expect(await (await answer).json()).toEqual({ status: 'unavailable', checks: { slack: 'no answer within 2 s' } });
});

test('many who ask at once are one question', async () => {
  let asked = 0;
  const clock = createTestClock();
  const check = async (): Promise<true> => {
    asked++;
    await clock.sleep(100);
    return true;
  };
  const base = await start([{ name: 'store', check }], clock);
  await Promise.all([1, 2, 3, 4].map(() => fetch(`${base}/readyz`)));
  expect(asked).toBe(1);
  await fetch(`${base}/readyz`);
  expect(asked).toBe(2);
});
