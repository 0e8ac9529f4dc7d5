import { Kysely, PostgresDialect, sql } from 'kysely';
import { Pool } from 'pg';
import { createAuditStore } from './audit-store.ts';
import type { AuditReader } from './open-for-reading.ts';
import { toClientConfig } from './postgres-config.ts';
import type { Database } from './schema.ts';

/** The audit trail of a PostgreSQL database, also while bots write to it: nothing can be written. Throws what pg says. */
export async function openPostgresForReading(url: string): Promise<AuditReader & { close(): Promise<void> }> {
  const pool = new Pool({ ...toClientConfig(url), options: '-c default_transaction_read_only=on', max: 2 });
  pool.on('error', () => {});
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  try {
    await sql`select 1 from audit_entries limit 1`.execute(db);
  } catch (thrown) {
    await db.destroy();
    throw thrown;
  }
  return { ...createAuditStore(db), close: () => db.destroy() };
}
