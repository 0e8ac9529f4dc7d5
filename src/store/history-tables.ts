import { sql, type Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** What lets alerts and messages of months lie in the tables without anybody noticing, and go. */
export async function createAlertHistory(db: Kysely<Database>): Promise<void> {
  await addFlapping(db);
  await addRetention(db);
  await indexHistory(db);
}

async function addFlapping(db: Kysely<Database>): Promise<void> {
  await db.schema.alterTable('alerts').addColumn('calm_at', 'bigint').execute();
  await db.schema.alterTable('alert_groups').addColumn('digest_at', 'bigint').execute();
  await db.schema
    .createIndex('alerts_flapping')
    .on('alerts')
    .columns(['group_id', 'calm_at'])
    .where('calm_at', 'is not', null)
    .execute();
  await db.schema
    .createIndex('alert_groups_digest')
    .on('alert_groups')
    .column('digest_at')
    .where('digest_at', 'is not', null)
    .execute();
}

async function addRetention(db: Kysely<Database>): Promise<void> {
  await db.schema.alterTable('outputs').addColumn('expired_at', 'bigint').execute();
  await db.schema
    .createIndex('outputs_kept')
    .on('outputs')
    .column('kept_at')
    .where(sql<boolean>`expired_at is null`)
    .execute();
  await db.schema
    .createTable('deletions')
    .addColumn('what', 'text', (c) => c.primaryKey())
    .addColumn('count', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('alert_groups_over')
    .on('alert_groups')
    .column('updated_at')
    .where(sql<boolean>`open = 0`)
    .execute();
  await db.schema
    .createIndex('alerts_unshown')
    .on('alerts')
    .column('changed_at')
    .where(sql<boolean>`group_id is null`)
    .execute();
}

async function indexHistory(db: Kysely<Database>): Promise<void> {
  await db.schema
    .createIndex('alert_groups_silenced')
    .on('alert_groups')
    .column('silenced_until')
    .where(sql<boolean>`open > 0 and silenced_until is not null`)
    .execute();
  await db.schema
    .createIndex('alert_storms_open')
    .on('alert_storms')
    .columns(['channel', 'grew_at'])
    .where(sql<boolean>`ended_at is null`)
    .execute();
  await db.schema
    .createIndex('alert_storms_over')
    .on('alert_storms')
    .column('ended_at')
    .where(sql<boolean>`ended_at is not null`)
    .execute();
  // It led through everything that was ever delivered to what is due; `messages_behind` has just that.
  await db.schema.dropIndex('messages_due').execute();
  await db.schema.createIndex('messages_position').on('messages').column('position').execute();
}
