import { sql, type Kysely } from 'kysely';
import type { Database } from './schema.ts';

export async function createAlertTables(db: Kysely<Database>): Promise<void> {
  await db.schema
    .createTable('alerts')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('lookup', 'text', (c) => c.notNull())
    .addColumn('newest', 'integer')
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('severity', 'integer', (c) => c.notNull())
    .addColumn('service', 'text')
    .addColumn('group_id', 'text')
    .addColumn('started_at', 'bigint', (c) => c.notNull())
    .addColumn('changed_at', 'bigint', (c) => c.notNull())
    .addColumn('seen_at', 'bigint', (c) => c.notNull())
    .addColumn('seen_count', 'integer', (c) => c.notNull())
    .addColumn('stale_at', 'bigint')
    .addColumn('doc', 'text', (c) => c.notNull())
    .execute();
  // However long the history of a key is, its newest occurrence is found at once.
  await db.schema
    .createIndex('alerts_newest')
    .unique()
    .on('alerts')
    .column('lookup')
    .where(sql<boolean>`newest = 1`)
    .execute();
  await db.schema.createIndex('alerts_group').on('alerts').columns(['group_id', 'state']).execute();
  await db.schema
    .createIndex('alerts_stale')
    .on('alerts')
    .column('stale_at')
    .where('stale_at', 'is not', null)
    .execute();
  await db.schema
    .createTable('alert_groups')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('lookup', 'text', (c) => c.notNull())
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('service', 'text')
    .addColumn('open', 'integer', (c) => c.notNull())
    .addColumn('silenced_until', 'bigint')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addColumn('doc', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('alert_groups_lookup').on('alert_groups').columns(['lookup', 'id']).execute();
  await db.schema
    .createIndex('alert_groups_open')
    .on('alert_groups')
    .column('updated_at')
    .where(sql<boolean>`open > 0`)
    .execute();
  await db.schema
    .createTable('alert_deliveries')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('received_at', 'bigint', (c) => c.notNull())
    .addColumn('delivery_id', 'text')
    .addColumn('body', 'blob', (c) => c.notNull())
    .addColumn('size_bytes', 'integer', (c) => c.notNull())
    .addColumn('outcome', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('alert_deliveries_at').on('alert_deliveries').column('received_at').execute();
  await db.schema
    .createIndex('alert_deliveries_known')
    .on('alert_deliveries')
    .columns(['source', 'delivery_id'])
    .where('delivery_id', 'is not', null)
    .execute();
}
