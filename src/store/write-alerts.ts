import { sql, type Selectable, type Transaction } from 'kysely';
import type { Alert } from '../core/alert.ts';
import { alertIndex, type AlertChange } from '../core/alert-store.ts';
import { alertLookup, toAlertRow, toDeliveryRow, toGroupRow } from './alert-rows.ts';
import { appendAudit } from './audit-store.ts';
import { createBulkInsert, pickExcluded } from './bulk-insert.ts';
import { inChunks } from './in-chunks.ts';
import { settleMails, wantMessages } from './message-store.ts';
import type { Database } from './schema.ts';
import { writeStorms } from './storm-rows.ts';

export type WriteAlerts = (
  tx: Transaction<Database>,
  change: AlertChange,
  facts: { now: Date; known?: ReadonlyMap<string, Alert> },
) => Promise<void>;

/** Writes everything of a change inside its transaction. `known`: the newest of each key that is written, as it is there. */
export function createAlertWriter(): WriteAlerts {
  const putAlerts = createBulkInsert<Selectable<Database['alerts']>>((tx, rows) =>
    tx
      .insertInto('alerts')
      .values(rows)
      .onConflict((conflict) => conflict.column('id').doUpdateSet((row) => pickExcluded(row, rows[0] ?? {}))),
  );
  const putGroups = createBulkInsert<Selectable<Database['alert_groups']>>((tx, rows) =>
    tx
      .insertInto('alert_groups')
      .values(rows)
      .onConflict((conflict) => conflict.column('id').doUpdateSet((row) => pickExcluded(row, rows[0] ?? {}))),
  );
  const addDeliveries = createBulkInsert<Selectable<Database['alert_deliveries']>>((tx, rows) =>
    tx.insertInto('alert_deliveries').values(rows),
  );

  return async function write(tx, change, { now, known }) {
    const { alerts = [], groups = [], seen = [], move, moveAll, deliveries = [] } = change;
    await makeHistory(tx, alerts, known);
    await putAlerts(tx, toAlertRows(alerts));
    await putGroups(tx, groups.map(toGroupRow));
    await writeStorms(tx, change.storms ?? []);
    await touch(tx, seen);
    if (move) await moveMembers(tx, move, now);
    if (moveAll) await moveAllMembers(tx, moveAll, now);
    await addDeliveries(tx, deliveries.map(toDeliveryRow));
    await appendAudit(tx, change.audit, now);
    await wantMessages(tx, change.messages, now);
    await settleMails(tx, change.settled ?? [], now);
  };
}

/** Two occurrences of one key may come at once: the later one is its newest. */
function toAlertRows(alerts: readonly Alert[]): Selectable<Database['alerts']>[] {
  const rows = alerts.map(toAlertRow);
  const newest = new Map(rows.map(({ lookup, id }) => [lookup, id]));
  return rows.map((row) => (newest.get(row.lookup) === row.id ? row : { ...row, newest: null }));
}

/** An earlier occurrence of a key is history once there is a newer one. */
async function makeHistory(
  tx: Transaction<Database>,
  alerts: readonly Alert[],
  known: ReadonlyMap<string, Alert> | undefined,
): Promise<void> {
  const mayReplace = ({ id, source, key }: Alert): boolean =>
    !known || (known.get(alertIndex(source, key))?.id ?? id) !== id;
  for (const chunk of inChunks(alerts.filter(mayReplace))) {
    await tx
      .updateTable('alerts')
      .set({ newest: null })
      .where('newest', '=', sql.lit(1))
      .where(
        'lookup',
        'in',
        chunk.map(({ source, key }) => alertLookup(source, key)),
      )
      .execute();
  }
}

async function touch(tx: Transaction<Database>, seen: NonNullable<AlertChange['seen']>): Promise<void> {
  for (const { id, at } of seen) {
    await tx
      .updateTable('alerts')
      .set({
        seen_at: at,
        seen_count: sql`seen_count + 1`,
        stale_at: sql`case when stale_at is null then null else stale_at + ${at} - seen_at end`,
      })
      .where('id', '=', id)
      .execute();
  }
}

async function moveMembers(
  tx: Transaction<Database>,
  move: NonNullable<AlertChange['move']>,
  now: Date,
): Promise<void> {
  let update = tx
    .updateTable('alerts')
    .set({
      state: move.to,
      changed_at: now.getTime(),
      ...((move.to === 'stale' || move.to === 'resolved') && { stale_at: null }),
    })
    .where('group_id', '=', move.group)
    .where('state', 'in', move.from);
  if (move.ids) update = update.where('id', 'in', move.ids);
  if (move.staleBy !== undefined) update = update.where('stale_at', '<=', move.staleBy);
  await update.execute();
}

async function moveAllMembers(
  tx: Transaction<Database>,
  { groups, from, to }: NonNullable<AlertChange['moveAll']>,
  now: Date,
): Promise<void> {
  for (const chunk of inChunks(groups)) {
    await tx
      .updateTable('alerts')
      .set({ state: to, changed_at: now.getTime() })
      .where('group_id', 'in', chunk)
      .where('state', 'in', from)
      .execute();
  }
}
