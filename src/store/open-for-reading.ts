import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { Kysely, SqliteDialect } from 'kysely';
import type { AuditStore, GuardStore } from '../core/store.ts';
import { createAuditStore } from './audit-store.ts';
import { createGuardStore } from './guard-store.ts';
import { toKyselyDatabase } from './kysely-database.ts';
import type { Database } from './schema.ts';

export type AuditReader = Omit<AuditStore, 'append'>;

export type Reader = AuditReader & Pick<GuardStore, 'listAuthenticators'> & { close(): Promise<void> };

/**
 * The audit trail of a database file and who has an authenticator, also while a bot writes to it: nothing is locked and nothing can be written. Throws
 * what the file system or SQLite says when it cannot be read.
 */
export function openForReading(path: string): Reader {
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: toKyselyDatabase(open(path)) }) });
  const { listAuthenticators } = createGuardStore(db);
  return { ...createAuditStore(db), listAuthenticators, close: () => db.destroy() };
}

function open(path: string): DatabaseSync {
  try {
    return openReadable(path);
  } catch (thrown) {
    // Readers of a database with a write-ahead log make files beside it, where they may. Without a log nobody writes.
    if (!existsSync(path) || existsSync(`${path}-wal`)) throw thrown;
    const unchanging = pathToFileURL(path);
    unchanging.searchParams.set('immutable', '1');
    return openReadable(unchanging);
  }
}

function openReadable(path: string | URL): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  try {
    // Opening alone reads nothing: a file that is no database is found here.
    database.prepare('select count(*) from sqlite_master').get();
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}
