import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** Freezes, reviews, authenticators, and which place of a gate a vote may fill. */
export async function createGuards(db: Kysely<Database>): Promise<void> {
  await db.schema.alterTable('votes').addColumn('fills', 'text').execute();
  await db.schema
    .createTable('freezes')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('since', 'bigint', (c) => c.notNull())
    .addColumn('person', 'text', (c) => c.notNull())
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('is_open', 'integer', (c) => c.unique())
    .addColumn('ended_at', 'bigint')
    .addColumn('ended_by', 'text')
    .execute();
  await db.schema
    .createTable('reviews')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('run_id', 'text', (c) => c.notNull().references('runs.id'))
    .addColumn('service', 'text', (c) => c.notNull())
    .addColumn('runbook', 'text', (c) => c.notNull())
    .addColumn('person', 'text', (c) => c.notNull())
    .addColumn('slack_id', 'text')
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('closed_at', 'bigint')
    .addColumn('closed_by', 'text')
    .addColumn('notes', 'text')
    .execute();
  await db.schema
    .createTable('authenticators')
    .addColumn('person', 'text', (c) => c.primaryKey())
    .addColumn('secret', 'text', (c) => c.notNull())
    .addColumn('enrolled_at', 'bigint', (c) => c.notNull())
    .addColumn('last_step', 'bigint')
    .addColumn('wrong_at', 'text', (c) => c.notNull())
    .addColumn('locked_until', 'bigint')
    .execute();
}
