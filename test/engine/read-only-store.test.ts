import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findStoreTrouble } from '../../src/core/store-trouble.ts';
import { createKyselyStore } from '../../src/store/kysely-store.ts';
import { toKyselyDatabase } from '../../src/store/kysely-database.ts';
import type { Database } from '../../src/store/schema.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { createEngineWorld, jin, mina } from '../support/engine-world.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchkeeper-readonly-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('does nothing on a database that may only be read, says so, and goes on when it may be written', async () => {
  const file = join(folder, 'watchkeeper.db');
  let world = await createEngineWorld({ store: await openSqliteStore(file) });
  const asked = await world.until(await world.request(), 'awaiting_approval');
  await world.close();
  const vote = { actor: mina, binding: asked.binding ?? '' };

  const database = toKyselyDatabase(new DatabaseSync(file, { readOnly: true }));
  const store = createKyselyStore(new Kysely<Database>({ dialect: new SqliteDialect({ database }) }));
  world = await createEngineWorld({ store });
  const refused = await world.engine.approve(asked.id, vote).catch((thrown: unknown) => thrown);
  expect(findStoreTrouble(refused)).toBe('read_only');
  expect(findStoreTrouble(await world.request('dark', jin, 'look').catch((thrown: unknown) => thrown))).toBe(
    'read_only',
  );
  await expect(store.check()).rejects.toMatchObject({ details: { store: 'read_only' } });
  expect(world.lamp.switched).toBe(0);
  await world.close();

  world = await createEngineWorld({ store: await openSqliteStore(file) });
  await world.engine.approve(asked.id, vote);
  expect(await world.ended(asked)).toMatchObject({ status: 'succeeded' });
  expect(world.lamp.switched).toBe(1);
  await world.close();
});
