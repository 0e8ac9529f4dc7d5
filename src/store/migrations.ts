import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { createAlertTables, type BlobType } from './alert-tables.ts';
import { createAlertHistory } from './history-tables.ts';
import { createGuards } from './guard-tables.ts';
import type { Database } from './schema.ts';
import { createWatcherTables } from './watcher-tables.ts';

/** What differs between the databases. */
export interface Flavour {
  blob: BlobType;
  /** Makes UPDATE and DELETE on a table fail. */
  makeAppendOnly(table: string, db: Kysely<Database>): Promise<void>;
}

/** Names are for ever: a database remembers which of them it has seen. */
export function createMigrations(flavour: Flavour): Record<string, Migration> {
  return {
    '0001-journal': {
      async up(db: Kysely<Database>) {
        await createRuns(db);
        await createVotesAndLocks(db);
        await createAudit(db);
        await flavour.makeAppendOnly('audit_entries', db);
        await createMessages(db);
      },
    },
    '0002-alerts': { up: (db: Kysely<Database>) => createAlertTables(db, flavour.blob) },
    '0003-guards': { up: createGuards },
    '0004-audit-outputs': {
      async up(db: Kysely<Database>) {
        await createOutputs(db);
      },
    },
    '0005-alert-history': { up: createAlertHistory },
    '0006-watchers': { up: createWatcherTables },
  };
}

async function createRuns(db: Kysely<Database>): Promise<void> {
  await db.schema
    .createTable('runs')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('service', 'text', (c) => c.notNull())
    .addColumn('runbook', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('requested_by', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('owner', 'text')
    .addColumn('lease_until', 'bigint')
    .addColumn('wake_at', 'bigint')
    .addColumn('state', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('runs_wake_at').on('runs').column('wake_at').execute();
  await db.schema.createIndex('runs_service').on('runs').columns(['service', 'created_at']).execute();
  await db.schema
    .createTable('run_steps')
    .addColumn('run_id', 'text', (c) => c.notNull().references('runs.id'))
    .addColumn('idx', 'integer', (c) => c.notNull())
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('run_steps_key', ['run_id', 'idx'])
    .execute();
}

async function createVotesAndLocks(db: Kysely<Database>): Promise<void> {
  await db.schema
    .createTable('votes')
    .addColumn('run_id', 'text', (c) => c.notNull().references('runs.id'))
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('person', 'text', (c) => c.notNull())
    .addColumn('slack_id', 'text')
    .addColumn('via', 'text', (c) => c.notNull())
    .addColumn('decision', 'text', (c) => c.notNull())
    .addColumn('reason', 'text')
    .addColumn('at', 'bigint', (c) => c.notNull())
    // One person has one voice for one question: the database holds it, too.
    .addPrimaryKeyConstraint('votes_key', ['run_id', 'subject', 'person'])
    .execute();
  await db.schema
    .createTable('locks')
    .addColumn('service', 'text', (c) => c.primaryKey())
    .addColumn('run_id', 'text', (c) => c.notNull().references('runs.id'))
    .addColumn('person', 'text', (c) => c.notNull())
    .addColumn('since', 'bigint', (c) => c.notNull())
    .execute();
}

async function createAudit(db: Kysely<Database>): Promise<void> {
  await db.schema
    .createTable('audit_entries')
    .addColumn('sequence', 'bigint', (c) => c.primaryKey())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('actor', 'text', (c) => c.notNull())
    .addColumn('via', 'text', (c) => c.notNull())
    .addColumn('act', 'text', (c) => c.notNull())
    .addColumn('service', 'text')
    .addColumn('run_id', 'text')
    .addColumn('step', 'text')
    .addColumn('outcome', 'text', (c) => c.notNull())
    .addColumn('details', 'text', (c) => c.notNull())
    .addColumn('previous_hash', 'text', (c) => c.notNull().unique())
    .addColumn('hash', 'text', (c) => c.notNull().unique())
    .execute();
  await db.schema.createIndex('audit_entries_run').on('audit_entries').column('run_id').execute();
}

async function createOutputs(db: Kysely<Database>): Promise<void> {
  await db.schema
    .createTable('outputs')
    .addColumn('digest', 'text', (c) => c.primaryKey())
    .addColumn('kept_at', 'bigint', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('audit_entries_at').on('audit_entries').column('at').execute();
  await db.schema
    .createTable('write_checks')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('count', 'bigint', (c) => c.notNull())
    .execute();
  await db.insertInto('write_checks').values({ id: 1, count: 0 }).execute();
}

async function createMessages(db: Kysely<Database>): Promise<void> {
  await db.schema
    .createTable('messages')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('position', 'bigint', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('parent_key', 'text')
    .addColumn('run_id', 'text')
    .addColumn('body', 'text')
    .addColumn('wanted_version', 'integer', (c) => c.notNull())
    .addColumn('delivered_version', 'integer', (c) => c.notNull())
    .addColumn('ts', 'text')
    .addColumn('posting_since', 'bigint')
    .addColumn('delivered_at', 'bigint')
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('next_try_at', 'bigint', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('wanted_at', 'bigint', (c) => c.notNull())
    .addColumn('failure', 'text')
    .execute();
  await db.schema.createIndex('messages_due').on('messages').column('next_try_at').execute();
}
