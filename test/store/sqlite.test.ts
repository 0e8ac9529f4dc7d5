import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { testAlerts } from './alerts.contract.ts';
import { newRun, testStore, type StoreSetup } from './store.contract.ts';

let folder: string;
const file = (): string => join(folder, 'data', 'watchkeeper.db');

const setup: StoreSetup = {
  async open() {
    folder = await mkdtemp(join(tmpdir(), 'watchkeeper-store-'));
    return openSqliteStore(file());
  },
  async reopen(store) {
    await store.close();
    return openSqliteStore(file());
  },
  cleanUp: () => rm(folder, { recursive: true }),
};
testStore('sqlite', setup);
testAlerts('sqlite', setup);

it('lets one bot in at a time, and the next as soon as the first is gone', async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchkeeper-store-'));
  const first = await openSqliteStore(file());
  await expect(openSqliteStore(file())).rejects.toMatchObject({ code: 'conflict' });
  await first.close();
  await (await openSqliteStore(file())).close();
  await rm(folder, { recursive: true });
});

it('survives a power cut by its settings, and refuses to change or delete audit entries', async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchkeeper-store-'));
  const store = await openSqliteStore(file());
  const audit = [{ actor: 'jin', via: 'slack' as const, act: 'run.requested', subject: {}, outcome: 'ok' as const }];
  await store.runs.create(newRun(), { isLocking: true, audit, messages: [] });
  for (const name of [file(), `${file()}-wal`]) expect((await stat(name)).mode & 0o077).toBe(0);
  await store.close();
  const database = new DatabaseSync(file());
  expect(database.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' });
  expect(() => database.exec("update audit_entries set actor = 'nobody'")).toThrow(/append-only/);
  expect(() => database.exec('delete from audit_entries')).toThrow(/append-only/);
  expect(() => database.exec('insert or replace into audit_entries select * from audit_entries')).toThrow(
    /append-only/,
  );
  database.close();
  await rm(folder, { recursive: true });
});
