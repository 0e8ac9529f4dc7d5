import type { Kysely, Transaction } from 'kysely';
import type { AlertCounts } from '../core/alert.ts';
import type { AlertGroupId } from '../core/ids.ts';
import type { Database } from './schema.ts';

/** Members of a group, counted by their states. */
export async function countMembers(
  db: Kysely<Database> | Transaction<Database>,
  id: AlertGroupId,
): Promise<AlertCounts> {
  const rows = await db
    .selectFrom('alerts')
    .select(['state', (select) => select.fn.countAll<number>().as('count')])
    .where('group_id', '=', id)
    .groupBy('state')
    .execute();
  return { states: Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
}
