import type { Environment } from './config/environment.ts';
import { systemClock, type Clock } from './core/clock.ts';
import { OpsError } from './core/errors.ts';
import type { Log } from './core/ports/log.ts';
import type { Store } from './core/store.ts';
import type { Texts } from './core/texts/catalogue.ts';
import { openSqliteStore, type SqliteOptions } from './store/sqlite.ts';

interface Options extends SqliteOptions {
  clock?: Clock;
  /** Of what happens to connections. Left out: nobody wants to know. */
  log?: Log;
}

/** The database that the environment names. `invalid_input` when it cannot be opened, `conflict` when another bot runs on a file. */
export async function openStore(address: Environment['store'], texts: Texts, options: Options = {}): Promise<Store> {
  return address.kind === 'sqlite' ? openFile(address, texts, options) : openDatabase(address, texts, options);
}

async function openFile(
  { path }: Extract<Environment['store'], { kind: 'sqlite' }>,
  { app }: Texts,
  options: Options,
): Promise<Store> {
  try {
    return await openSqliteStore(path, options);
  } catch (cause) {
    if (cause instanceof OpsError && cause.code === 'conflict') {
      throw new OpsError('conflict', app.databaseInUse({ path }), { hint: app.databaseInUseHint, cause });
    }
    throw toNotOpened(cause, app.databaseNotOpened({ path, reason: toReason(cause) }), app.databaseNotOpenedHint);
  }
}

async function openDatabase(
  { url, place }: Extract<Environment['store'], { kind: 'postgres' }>,
  { app }: Texts,
  { clock = systemClock, log = silent }: Options,
): Promise<Store> {
  // Who keeps a file has no use for the client.
  const { openPostgresStore } = await import('./store/postgres.ts');
  try {
    return await openPostgresStore(url.reveal(), { clock, log });
  } catch (cause) {
    const message = app.databaseNotOpened({ path: place, reason: toReason(cause) });
    throw toNotOpened(cause, message, app.databaseNotReachedHint);
  }
}

/** Keeps `details.store`: what is away may come back. */
function toNotOpened(cause: unknown, message: string, hint: string): OpsError {
  const details = cause instanceof OpsError ? cause.details : {};
  return new OpsError('invalid_input', message, { hint, cause, details });
}

const toReason = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
