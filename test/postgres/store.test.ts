import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { openPostgresStore } from '../../src/store/postgres.ts';
import { createQuietLog } from '../support/quiet-log.ts';
import { askOnce, startPostgres, type PostgresServer } from '../support/postgres-server.ts';
import { testAlerts } from '../store/alerts.contract.ts';
import { newRun, testStore, type StoreSetup } from '../store/store.contract.ts';

const deps = { clock: systemClock, log: createQuietLog() };
let server: PostgresServer;
let url: string;

beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.remove());

const setup: StoreSetup = {
  async open() {
    url = await server.createDatabase();
    return openPostgresStore(url, deps);
  },
  async reopen(store) {
    await store.close();
    return openPostgresStore(url, deps);
  },
  cleanUp: async () => {},
  isShared: true,
};
testStore('postgres', setup);
testAlerts('postgres', setup);

it('refuses to change, delete or empty audit entries', async () => {
  url = await server.createDatabase();
  const store = await openPostgresStore(url, deps);
  const audit = [{ actor: 'jin', via: 'slack' as const, act: 'run.requested', subject: {}, outcome: 'ok' as const }];
  await store.runs.create(newRun(), { isLocking: true, audit, messages: [] });
  await store.close();
  const acts = ["update audit_entries set actor = 'nobody'", 'delete from audit_entries', 'truncate audit_entries'];
  for (const act of acts) await expect(askOnce(url, act)).rejects.toThrow(/append-only/);
});

it('comes up in three processes at once on an empty database', async () => {
  for (let round = 0; round < 5; round++) {
    url = await server.createDatabase();
    const stores = await Promise.all(Array.from({ length: 3 }, () => openPostgresStore(url, deps)));
    const audit = [{ actor: 'jin', via: 'slack' as const, act: 'run.requested', subject: {}, outcome: 'ok' as const }];
    await Promise.all(stores.map((store) => store.audit.append(audit, new Date())));
    expect((await stores[0]?.audit.head())?.sequence).toBe(3);
    await Promise.all(stores.map((store) => store.close()));
  }
});
