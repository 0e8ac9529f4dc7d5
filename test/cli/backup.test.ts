import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backUp } from '../../src/cli/back-up.ts';
import type { Store } from '../../src/core/store.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';

let folder: string;
let database: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchkeeper-backup-'));
  database = join(folder, 'watchkeeper.db');
  store = await openSqliteStore(database);
});
afterEach(async () => {
  await store.close().catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
});

async function type(target: string): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const env = { WATCHKEEPER_STORE: `sqlite:${database}` };
  const code = await backUp(target, { env, texts: catalogues.en, print: (text) => void lines.push(text) });
  return { code, text: lines.join('\n') };
}

const write = (act: string): Promise<unknown> =>
  store.audit.append([{ actor: 'jin', via: 'cli', act, subject: {}, outcome: 'ok' }], new Date());

test('while the bot writes, the copy is of one moment, private, alone, and the trail in it goes on', async () => {
  for (let count = 0; count < 50; count++) await write(`before.${count}`);
  const copying = type(join(folder, 'copy.db'));
  for (let count = 0; count < 50; count++) await write(`meanwhile.${count}`);
  const { code, text } = await copying;
  expect(code).toBe(0);
  expect(text).toMatch(/copy\.db: \d+ kB, checked; the audit trail has (5\d|[6-9]\d|100) entries, head [0-9a-f]{16}/);
  expect((await stat(join(folder, 'copy.db'))).mode & 0o777).toBe(0o600);
  expect((await readdir(folder)).filter((name) => name.startsWith('copy'))).toEqual(['copy.db']);

  // Restored: in the place of a database that is gone.
  await store.close();
  database = join(folder, 'copy.db');
  store = await openSqliteStore(database);
  const before = (await store.audit.head())?.sequence ?? 0;
  await write('after.restore');
  expect((await store.audit.head())?.sequence).toBe(before + 1);
});

test('nothing is written over, and what cannot be done leaves nothing behind', async () => {
  await writeFile(join(folder, 'precious'), 'mine');
  await expect(type(join(folder, 'precious'))).rejects.toMatchObject({ code: 'conflict' });
  await expect(type(join(folder, 'nowhere', 'copy.db'))).rejects.toMatchObject({ code: 'remote_failed' });
  database = join(folder, 'missing.db');
  await expect(type(join(folder, 'copy.db'))).rejects.toThrow('missing.db could not be copied');
  expect((await readdir(folder)).filter((name) => /copy|missing/.test(name))).toEqual([]);
});

test('a chain that is broken is told', async () => {
  for (const act of ['one', 'two', 'three']) await write(act);
  const file = new DatabaseSync(database);
  for (const act of ['update', 'delete', 'replace']) file.exec(`drop trigger audit_entries_no_${act}`);
  file.exec("update audit_entries set actor = 'nobody' where sequence = 2");
  file.close();
  const { code, text } = await type(join(folder, 'copy.db'));
  expect(code).toBe(1);
  expect(text).toContain('audit verify says where');
});
