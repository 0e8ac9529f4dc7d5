import { Kysely, PostgresDialect, sql } from 'kysely';
import { Pool } from 'pg';
import { createAuditStore } from './audit-store.ts';
import { createGuardStore } from './guard-store.ts';
import type { Reader } from './open-for-reading.ts';
import { toClientConfig } from './postgres-config.ts';
import type { Database } from './schema.ts';

/** The audit trail of a PostgreSQL database and who has an authenticator, also while bots write to it: nothing can be written. Throws what pg says. */
export async function openPostgresForReading(url: string): Promise<Reader> {
  const pool = new Pool({ ...toClientConfig(url), options: '-c default_transaction_read_only=on', max: 2 });
  pool.on('error', () => {});
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  try {
    await sql`select 1 from audit_entries limit 1`.execute(db);
  } catch (thrown) {
    await db.destroy();
    throw thrown;
  }
  const { listAuthenticators } = createGuardStore(db);
  return { ...createAuditStore(db), listAuthenticators, close: () => db.destroy() };
}
