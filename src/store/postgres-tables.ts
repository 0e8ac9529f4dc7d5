import { sql, type Kysely } from 'kysely';
import { TURN_TABLE } from './postgres-pool.ts';
import type { Database } from './schema.ts';

export interface Table {
  name: string;
  columns: readonly string[];
}

/** The bot's tables with their columns, those that others refer to first. Not those that only keep house. */
export async function listTables(db: Kysely<Database>): Promise<readonly Table[]> {
  const { rows } = await sql<{ name: string; columns: string[]; needs: string[] }>`
    select c.relname as name,
      array(select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns,
      array(select t.relname::text from pg_constraint k join pg_class t on t.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as needs
    from pg_class c
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
      and c.relname not in (${TURN_TABLE}, 'kysely_migration', 'kysely_migration_lock')
    order by c.relname`.execute(db);
  const sorted: Table[] = [];
  const isThere = (name: string): boolean => sorted.some((table) => table.name === name);
  for (let left = rows; left.length > 0; left = left.filter(({ name }) => !isThere(name))) {
    const ready = left.filter(({ needs }) => needs.every(isThere));
    // Tables that refer to each other in a circle would go round for ever.
    if (ready.length === 0) throw new Error(`no order among ${left.map(({ name }) => name).join(', ')}`);
    sorted.push(...ready.map(({ name, columns }) => ({ name, columns })));
  }
  return sorted;
}
