import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import type { Store } from '../../src/core/store.ts';
import { openPostgresStore } from '../../src/store/postgres.ts';
import { createQuietLog } from '../support/quiet-log.ts';
import { askOnce, startPostgres, type PostgresServer } from '../support/postgres-server.ts';
import { waitUntil } from '../slack/delivery-world.ts';

let server: PostgresServer;
let url: string;
let stores: Store[] = [];

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.remove());
beforeEach(async () => {
  url = await server.createDatabase();
});
afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  stores = [];
});

async function open(): Promise<Store> {
  const store = await openPostgresStore(url, { clock: systemClock, log: createQuietLog() });
  stores.push(store);
  return store;
}

const leaders = (): Store[] => stores.filter(({ peers }) => peers.isLeader());
const write = (store: Store): Promise<void> =>
  store.messages.want([{ key: 'k', kind: 'announcement', channel: 'C0INCIDENTS' }], new Date());

it('has one leader, and another as soon as its session ends; who did not join is none', async () => {
  await open();
  for (let count = 0; count < 3; count++) (await open()).peers.join();
  await waitUntil(() => leaders().length === 1, 'a leader');
  const [first] = leaders();
  expect(stores[0]?.peers.isLeader()).toBe(false);
  await first?.close();
  stores = stores.filter((store) => store !== first);
  await waitUntil(() => leaders().length === 1, 'a leader');
  expect(leaders()).not.toContain(first);
});

it('a leader whose session the server ended steps down, and there are never two', async () => {
  for (let count = 0; count < 3; count++) (await open()).peers.join();
  await waitUntil(() => leaders().length === 1, 'a leader');
  for (let round = 0; round < 3; round++) {
    await askOnce(
      url,
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted
       and database = (select oid from pg_database where datname = current_database())`,
    );
    for (let look = 0; look < 20; look++) {
      expect(leaders().length).toBeLessThanOrEqual(1);
      await systemClock.sleep(10);
    }
    await waitUntil(() => leaders().length === 1, 'a leader');
  }
});

it('tells the others of what was written, not itself, and nobody of what was taken back', async () => {
  const [first, second] = [await open(), await open()];
  const heard = { first: 0, second: 0 };
  first.peers.onNews(() => heard.first++);
  const stop = second.peers.onNews(() => heard.second++);
  for (const store of stores) store.peers.join();
  await waitUntil(() => heard.first > 0 && heard.second > 0 && leaders().length === 1, 'a leader');
  await systemClock.sleep(300);
  Object.assign(heard, { first: 0, second: 0 });
  await write(first);
  await waitUntil(() => heard.second === 1, 'news');
  const refuse = (): never => {
    throw new Error('no');
  };
  await expect(first.alerts.record({ keys: [], groups: [], deliveries: [] }, new Date(), refuse)).rejects.toThrow('no');
  await systemClock.sleep(300);
  expect(heard).toEqual({ first: 0, second: 1 });
  stop();
  await write(first);
  await systemClock.sleep(300);
  expect(heard).toEqual({ first: 0, second: 1 });
});

it('a process that stops in the middle of a change holds up the others for ten seconds at most', async () => {
  const store = await open();
  const { Client } = await import('pg');
  const stopped = new Client({ connectionString: url, idle_in_transaction_session_timeout: 1_000 });
  stopped.on('error', () => {});
  await stopped.connect();
  await stopped.query('begin; select 1 from audit_turn for update');
  const begun = Date.now();
  await write(store);
  expect(Date.now() - begun).toBeGreaterThan(500);
  await stopped.end().catch(() => {});
});
