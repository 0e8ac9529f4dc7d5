import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

export async function createAlertHistory(db: Kysely<Database>): Promise<void> {
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
