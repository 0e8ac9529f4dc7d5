import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { migrateStore } from '../../src/cli/migrate-store.ts';
import { systemClock } from '../../src/core/clock.ts';
import { hashJson } from '../../src/core/json.ts';
import type { Store } from '../../src/core/store.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { openPostgresStore } from '../../src/store/postgres.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { newRun } from '../store/store.contract.ts';
import { createQuietLog } from '../support/quiet-log.ts';
import { askOnce, PASSWORD, startPostgres, type PostgresServer } from '../support/postgres-server.ts';

const at = new Date('2026-11-27T03:00:00.000Z');
let server: PostgresServer;
let folder: string;
let file: string;
let url: string;

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.remove());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchkeeper-migrate-'));
  file = join(folder, 'watchkeeper.db');
  url = await server.createDatabase();
});
afterEach(() => rm(folder, { recursive: true }));

const openTarget = (): Promise<Store> => openPostgresStore(url, { clock: systemClock, log: createQuietLog() });

/** Runs, votes, outputs, alerts with their bodies, messages, a freeze, and a trail of so many entries. */
async function fill(entries: number): Promise<Store> {
  const store = await openSqliteStore(file);
  const run = newRun({ leaseUntil: 5, owner: 'own_a', reason: '한국어 "quoted" \\ 🔥' });
  const entry = {
    actor: 'jin',
    via: 'slack' as const,
    act: 'run.requested',
    subject: { run: run.id },
    outcome: 'ok' as const,
  };
  await store.runs.create(run, {
    isLocking: true,
    audit: [entry],
    messages: [{ key: 'k', kind: 'card', channel: 'C' }],
  });
  const outputs = [{ title: 'host', text: '\u0000 out' }];
  const digest = hashJson(outputs);
  const vote = { person: 'mina', via: 'cli', decision: 'approve', subject: 'b', fills: [0], at: 1 } as const;
  await store.runs.update(run.id, at, () => ({ vote, outputs: [{ digest, outputs }], audit: [entry] }));
  const freeze = { id: 'frz_1', since: 1, person: 'jin', reason: 'wait' };
  await store.guards.changeFreeze(at, () => ({ begin: freeze, audit: [] }));
  const body = new Uint8Array([0, 255, 10, 0]);
  const raw = { id: 'raw_1', source: 'p', receivedAt: 1, body, sizeBytes: 4, outcome: 'read' };
  await store.alerts.record({ keys: [], groups: [], deliveries: [] }, at, () => ({
    deliveries: [raw],
    audit: [],
    messages: [],
  }));
  for (let count = 2; count < entries; count += 1_000) {
    const drafts = Array.from({ length: Math.min(1_000, entries - count) }, (_, n) => ({ ...entry, details: { n } }));
    await store.audit.append(drafts, at);
  }
  return store;
}

async function type(to = url, isJson = false): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const print = (text: string): void => void lines.push(text);
  const context = { texts: catalogues.en, print, screen: { isLive: false } };
  const code = await migrateStore(
    { from: `sqlite:${file}`, to, isJson },
    context as Parameters<typeof migrateStore>[1],
  );
  return { code, text: lines.join('\n') };
}

it('copies everything, in the same types, with the same head; a second time it is refused', async () => {
  const before = await fill(2_500);
  const [trail, runs, outputs] = [
    await Array.fromAsync(before.audit.scan()),
    await before.runs.list({ limit: 9 }),
    await Array.fromAsync(before.audit.scanOutputs()),
  ];
  await before.close();
  const { code, text } = await type();
  expect(code).toBe(0);
  expect(text).toContain('audit_entries: 2500');
  expect(text).toContain(`the audit trail has 2500 entries, head ${trail.at(-1)?.hash.slice(0, 16)}`);
  expect(text).not.toContain(PASSWORD);

  const after = await openTarget();
  expect(await Array.fromAsync(after.audit.scan())).toEqual(trail);
  expect(await after.runs.list({ limit: 9 })).toEqual(runs);
  expect(await Array.fromAsync(after.audit.scanOutputs())).toEqual(outputs);
  expect(await after.guards.findFreeze()).toMatchObject({ id: 'frz_1' });
  expect(await after.messages.find('k')).toMatchObject({ kind: 'card', wantedVersion: 1 });
  const rows = await askOnce<{ body: Buffer }>(url, 'select body from alert_deliveries');
  expect([...(rows[0]?.body ?? [])]).toEqual([0, 255, 10, 0]);
  // It goes on where the file ended.
  const next = { actor: 'jin', via: 'slack' as const, act: 'run.requested', subject: {}, outcome: 'ok' as const };
  await after.audit.append([next], at);
  expect(await after.audit.head()).toMatchObject({ sequence: 2_501, previousHash: trail.at(-1)?.hash });
  await after.close();

  await expect(type()).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('is not empty') });
});

it('is refused while a bot has the file, and copies nothing', async () => {
  const held = await fill(3);
  await expect(type()).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('Another bot') });
  await held.close();
  expect((await type(url, true)).text).toMatch(/"type":"migrated".*"audit_entries":3/);
});

it('copies nothing of a trail that was changed, and says where it breaks', async () => {
  await (await fill(50)).close();
  const database = new DatabaseSync(file);
  database.exec("drop trigger audit_entries_no_update; update audit_entries set actor = 'nobody' where sequence = 7");
  database.close();
  await expect(type()).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('at entry 7') });
  expect(await askOnce(url, 'select 1 from runs')).toEqual([]);
  expect(await askOnce(url, 'select 1 from audit_entries')).toEqual([]);
});

it('says what is wrong with addresses, and nothing of the password', async () => {
  await (await fill(3)).close();
  await expect(type('postgres://watch@')).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(type('sqlite:elsewhere.db')).rejects.toMatchObject({ code: 'invalid_input' });
  const wrong = url.replace(PASSWORD, 'wrong-password');
  const refused = (await type(wrong).catch((thrown: unknown) => thrown)) as Error;
  expect(refused.message).toContain('password authentication failed');
  expect(refused.message).not.toContain('wrong-password');
  const closed = `postgres://watch:${PASSWORD}@127.0.0.1:1/watch`;
  await expect(type(closed)).rejects.toMatchObject({ code: 'remote_failed' });
});
