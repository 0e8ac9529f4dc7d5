import { randomUUID } from 'node:crypto';
import { Kysely, PostgresDialect } from 'kysely';
import { Client, Pool } from 'pg';
import type { Clock } from '../core/clock.ts';
import { OpsError } from '../core/errors.ts';
import type { Log } from '../core/ports/log.ts';
import type { Store } from '../core/store.ts';
import { createKyselyStore } from './kysely-store.ts';
import { migrate } from './migrate.ts';
import { createMigrations } from './migrations.ts';
import { toClientConfig } from './postgres-config.ts';
import { toPostgresError } from './postgres-error.ts';
import { completeSchema, postgresFlavour } from './postgres-flavour.ts';
import { createPostgresPeers } from './postgres-peers.ts';
import { toKyselyPool } from './postgres-pool.ts';
import type { Database } from './schema.ts';

const CONNECTIONS_MAX = 10;
/** 14 is the first that ends sessions which have gone quiet. */
const OLDEST_VERSION = 14;

export interface PostgresDeps {
  clock: Clock;
  log: Log;
}

/**
 * Opens the database behind the URL and brings its schema up to date; several processes may do so at once. Errors: `internal`
 * with `details.store` while it cannot be reached, `invalid_input` for a server that is too old; else what pg says.
 */
export async function openPostgresStore(url: string, deps: PostgresDeps): Promise<Store> {
  await prepare(url);
  const pool = createPool(url, deps);
  const instance = randomUUID();
  const peers = createPostgresPeers({ url, instance, ...deps });
  const store = createKyselyStore(toKysely(toKyselyPool(pool, instance)), { peers, isShared: true });
  return {
    ...store,
    async close() {
      await peers.close();
      await store.close();
    },
  };
}

function createPool(url: string, { log }: PostgresDeps): Pool {
  const pool = new Pool({ ...toClientConfig(url), max: CONNECTIONS_MAX });
  // Of connections that nobody uses: the pool makes new ones.
  pool.on('error', (err) => {
    if (!pool.ending) log.warn({ reason: err.message }, 'database connection lost');
  });
  return pool;
}

const toKysely = (pool: ConstructorParameters<typeof PostgresDialect>[0]['pool']): Kysely<Database> =>
  new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });

/** Under a lock that ends with its connection: of several processes one makes the tables, and the others wait for it. */
async function prepare(url: string): Promise<void> {
  // Building an index may take its time.
  const patient = { ...toClientConfig(url), statement_timeout: 0, lock_timeout: 0, query_timeout: 0 };
  const client = new Client(patient);
  client.on('error', () => {});
  try {
    await client.connect();
    await requireVersion(client);
    await client.query(`select pg_advisory_lock(${MIGRATION_LOCK}, hashtext(current_schema()))`);
    const db = toKysely(new Pool({ ...patient, max: 2 }));
    try {
      await migrate(db, createMigrations(postgresFlavour));
      await completeSchema(db);
    } finally {
      await db.destroy();
    }
  } catch (thrown) {
    throw toPostgresError(thrown);
  } finally {
    await client.end().catch(() => {});
  }
}

/** Of this program, among whatever else takes locks in this database. */
const MIGRATION_LOCK = 0x57_4b_01;

async function requireVersion(client: Client): Promise<void> {
  const { rows } = await client.query<{ server_version_num: string }>('show server_version_num');
  const version = Math.floor(Number(rows[0]?.server_version_num) / 10_000);
  if (version < OLDEST_VERSION) throw new OpsError('invalid_input', `PostgreSQL ${version} is older than 14`);
}
