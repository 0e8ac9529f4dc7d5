import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import { Client, Pool, type ClientConfig } from 'pg';
import { OpsError } from '../core/errors.ts';
import { migrate } from './migrate.ts';
import { createMigrations } from './migrations.ts';
import { toClientConfig } from './postgres-config.ts';
import { toPostgresError } from './postgres-error.ts';
import { completeSchema, postgresFlavour } from './postgres-flavour.ts';
import type { Database } from './schema.ts';

/** 14 is the first that ends sessions which have gone quiet. */
const OLDEST_VERSION = 14;
/** Of this program, among whatever else takes locks in this database. */
const MIGRATION_LOCK = 0x57_4b_01;

export const toKysely = (pool: PostgresPool): Kysely<Database> =>
  new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });

/** For work that takes as long as it takes: building an index, copying everything. */
export function toPatientConfig(url: string): ClientConfig {
  const limits = { statement_timeout: 0, lock_timeout: 0, query_timeout: 0, idle_in_transaction_session_timeout: 0 };
  return { ...toClientConfig(url), ...limits };
}

/**
 * Brings the schema up to date under a lock that ends with its connection: of several processes one makes the tables, and
 * the others wait for it. Errors: those of openPostgresStore.
 */
export async function prepareDatabase(url: string): Promise<void> {
  const patient = toPatientConfig(url);
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

async function requireVersion(client: Client): Promise<void> {
  const { rows } = await client.query<{ server_version_num: string }>('show server_version_num');
  const version = Math.floor(Number(rows[0]?.server_version_num) / 10_000);
  if (version < OLDEST_VERSION) throw new OpsError('invalid_input', `PostgreSQL ${version} is older than 14`);
}
