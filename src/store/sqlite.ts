import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql, SqliteDialect } from 'kysely';
import { OpsError } from '../core/errors.ts';
import type { Store } from '../core/store.ts';
import { toKyselyDatabase } from './kysely-database.ts';
import { openFile } from './file-modes.ts';
import { createKyselyStore } from './kysely-store.ts';
import { migrate } from './migrate.ts';
import { createMigrations, type Flavour } from './migrations.ts';
import type { Database } from './schema.ts';

const BUSY_TIMEOUT_MS = 5_000;

const sqliteFlavour: Flavour = {
  blob: 'blob',
  async makeAppendOnly(table, db) {
    for (const act of ['update', 'delete'] as const) {
      await sql`create trigger ${sql.id(`${table}_no_${act}`)} before ${sql.raw(act)} on ${sql.id(table)}
        begin select raise(abort, ${sql.lit(`${table} is append-only`)}); end`.execute(db);
    }
    // `insert or replace` deletes without telling the delete trigger.
    await sql`create trigger ${sql.id(`${table}_no_replace`)} before insert on ${sql.id(table)}
      when new.sequence <= (select coalesce(max(sequence), 0) from ${sql.id(table)})
      begin select raise(abort, ${sql.lit(`${table} is append-only`)}); end`.execute(db);
  },
};

export interface SqliteOptions {
  /** Beside a bot that has the database: for single rows that are nobody's run. */
  isShared?: boolean;
}

/**
 * Opens, or makes, the database in one file. Durable over a power cut: WAL with `synchronous=FULL`. `conflict` while another
 * process has it: two would each take the other's runs for abandoned. Throws what the file system says when it cannot be
 * opened.
 */
export async function openSqliteStore(path: string, { isShared = false }: SqliteOptions = {}): Promise<Store> {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const hold = path === ':memory:' || isShared ? undefined : takeHold(`${path}.lock`);
  if (path !== ':memory:') openFile(path);
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;');
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: toKyselyDatabase(database) }) });
  await migrate(db, createMigrations(sqliteFlavour));
  const store = createKyselyStore(db);
  return {
    ...store,
    async close() {
      await store.close();
      hold?.close();
    },
  };
}

/** A lock that the operating system frees with the process, however it ends: an open exclusive transaction on a file of its own. */
function takeHold(path: string): DatabaseSync {
  openFile(path);
  const hold = new DatabaseSync(path, { timeout: 0 });
  try {
    hold.exec('begin exclusive');
    return hold;
  } catch (cause) {
    hold.close();
    throw new OpsError('conflict', `${path} is held by another process`, { cause });
  }
}
