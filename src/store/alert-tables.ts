import { sql, type Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** What a column of bytes is called. */
export type BlobType = 'blob' | 'bytea';

export async function createAlertTables(db: Kysely<Database>, blob: BlobType): Promise<void> {
  await createAlerts(db);
  await createGroupsAndStorms(db);
  await createDeliveries(db, blob);
  await addPriorities(db);
}

async function createAlerts(db: Kysely<Database>): Promise<void> {
  await db.schema
    .createTable('alerts')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('lookup', 'text', (c) => c.notNull())
    .addColumn('newest', 'integer')
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('severity', 'integer', (c) => c.notNull())
    .addColumn('service', 'text')
    .addColumn('group_id', 'text')
    .addColumn('storm_id', 'text')
    .addColumn('storm_place', 'integer')
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
}

async function createGroupsAndStorms(db: Kysely<Database>): Promise<void> {
  await db.schema
    .createTable('alert_groups')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('lookup', 'text', (c) => c.notNull())
    .addColumn('channel', 'text', (c) => c.notNull())
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
  await db.schema.createIndex('alert_groups_channel').on('alert_groups').columns(['channel', 'created_at']).execute();
  await db.schema
    .createIndex('alerts_storm')
    .on('alerts')
    .columns(['storm_id', 'storm_place'])
    .where('storm_id', 'is not', null)
    .execute();
  await db.schema
    .createTable('alert_storms')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('grew_at', 'bigint', (c) => c.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('doc', 'text', (c) => c.notNull())
    .execute();
}

async function addPriorities(db: Kysely<Database>): Promise<void> {
  // However many were delivered, those that are behind are few.
  await db.schema
    .createIndex('messages_behind')
    .on('messages')
    .column('position')
    .where(sql<boolean>`wanted_version > delivered_version`)
    .execute();
  await db.schema
    .createIndex('messages_unsent')
    .on('messages')
    .columns(['channel', 'kind'])
    .where(sql<boolean>`delivered_version = 0`)
    .execute();
  await db.schema
    .alterTable('messages')
    .addColumn('priority', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
}

async function createDeliveries(db: Kysely<Database>, blob: BlobType): Promise<void> {
  await db.schema
    .createTable('alert_deliveries')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('received_at', 'bigint', (c) => c.notNull())
    .addColumn('delivery_id', 'text')
    .addColumn('body', blob, (c) => c.notNull())
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
