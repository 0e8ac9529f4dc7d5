import { sql, type Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** What watchers remember, and a way to find what fires for a service however long the history is. */
export async function createWatcherTables(db: Kysely<Database>): Promise<void> {
  await db.schema
    .createTable('watcher_notes')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('changed_at', 'bigint', (c) => c.notNull())
    .addColumn('doc', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('alerts_firing')
    .on('alerts')
    .columns(['service', 'severity'])
    .where(sql<boolean>`newest = 1 and state <> 'resolved'`)
    .execute();
}
