import type { Environment } from './config/environment.ts';
import { OpsError } from './core/errors.ts';
import type { Store } from './core/store.ts';
import type { Texts } from './core/texts/catalogue.ts';
import { openSqliteStore, type SqliteOptions } from './store/sqlite.ts';

/** The database that the environment names; another kind of database is another line here. `invalid_input` when it cannot be opened, `conflict` when another bot runs on it. */
export async function openStore(
  { path }: Environment['store'],
  { app }: Texts,
  options: SqliteOptions = {},
): Promise<Store> {
  try {
    return await openSqliteStore(path, options);
  } catch (cause) {
    if (cause instanceof OpsError && cause.code === 'conflict') {
      throw new OpsError('conflict', app.databaseInUse({ path }), { hint: app.databaseInUseHint, cause });
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OpsError('invalid_input', app.databaseNotOpened({ path, reason }), {
      hint: app.databaseNotOpenedHint,
      cause,
    });
  }
}
