import type { Kysely, Transaction } from 'kysely';
import { isOpen, type AlertCounts, type AlertState } from '../core/alert.ts';
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

/** Writes down how many of a group are open, after members have changed their state. */
export async function countOpen(tx: Transaction<Database>, id: AlertGroupId): Promise<void> {
  const { states } = await countMembers(tx, id);
  const open = Object.entries(states).reduce(
    (sum, [state, count]) => sum + (isOpen(state as AlertState) ? count : 0),
    0,
  );
  await tx.updateTable('alert_groups').set({ open }).where('id', '=', id).execute();
}
