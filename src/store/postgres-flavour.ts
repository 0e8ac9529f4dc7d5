import { sql, type Kysely } from 'kysely';
import type { Flavour } from './migrations.ts';
import { TURN_TABLE } from './postgres-pool.ts';
import type { Database } from './schema.ts';

export const postgresFlavour: Flavour = {
  blob: 'bytea',
  async makeAppendOnly(table, db) {
    const refuse = sql.id(`${table}_refuse`);
    await sql`create function ${refuse}() returns trigger language plpgsql as
      ${sql.lit(`begin raise exception '${table} is append-only'; end`)}`.execute(db);
    await sql`create trigger ${sql.id(`${table}_no_change`)} before update or delete on ${sql.id(table)}
      for each row execute function ${refuse}()`.execute(db);
    await sql`create trigger ${sql.id(`${table}_no_truncate`)} before truncate on ${sql.id(table)}
      for each statement execute function ${refuse}()`.execute(db);
  },
};

/** What only PostgreSQL needs, made again at each start where something is missing: later migrations may have added texts. */
export async function completeSchema(db: Kysely<Database>): Promise<void> {
  await sql`create table if not exists ${sql.id(TURN_TABLE)} (id integer primary key)`.execute(db);
  await sql`insert into ${sql.id(TURN_TABLE)} values (1) on conflict do nothing`.execute(db);
  await compareByBytes(db);
}

/** As in SQLite: ids, digests and times are compared, and their order must not depend on the locale of a database. */
async function compareByBytes(db: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ table: string; column: string }>`
    select c.table_name as "table", c.column_name as "column"
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = current_schema() and t.table_type = 'BASE TABLE' and c.data_type = 'text'
      and c.collation_name is distinct from 'C'`.execute(db);
  const columnsOf = new Map<string, string[]>();
  for (const { table, column } of rows) columnsOf.set(table, [...(columnsOf.get(table) ?? []), column]);
  for (const [table, columns] of columnsOf) {
    const changes = columns.map((column) => sql`alter column ${sql.id(column)} type text collate "C"`);
    await sql`alter table ${sql.id(table)} ${sql.join(changes)}`.execute(db);
  }
}
