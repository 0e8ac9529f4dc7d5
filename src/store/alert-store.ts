import { sql, type Kysely, type Transaction } from 'kysely';
import { isOpen, type Alert, type AlertGroup, type AlertState } from '../core/alert.ts';
import { alertIndex, groupIndex, type AlertChange, type AlertLookup, type AlertStore } from '../core/alert-store.ts';
import { OpsError } from '../core/errors.ts';
import type { AlertGroupId } from '../core/ids.ts';
import { alertLookup, groupLookup, toAlert, toAlertRow, toDeliveryRow, toGroup, toGroupRow } from './alert-rows.ts';
import { createStormQueries, findLoads, writeStorms } from './storm-rows.ts';
import { appendAudit } from './audit-store.ts';
import { inChunks } from './in-chunks.ts';
import { wantMessages } from './message-store.ts';
import type { Database } from './schema.ts';

type Connection = Kysely<Database> | Transaction<Database>;

export function createAlertStore(db: Kysely<Database>): AlertStore {
  return {
    record(lookup, now, decide) {
      return db.transaction().execute(async (tx) => {
        const alerts = await findNewest(tx, lookup.keys);
        const groups = await findGroups(tx, lookup.groups, [...alerts.values()]);
        const channels = await findLoads(tx, new Set(lookup.groups.map(({ channel }) => channel)), now);
        const deliveries = await findDeliveries(tx, lookup.deliveries);
        await writeChange(tx, decide({ alerts, groups, channels, deliveries }), now);
      });
    },
    updateGroup(id, now, decide) {
      return db.transaction().execute(async (tx) => {
        const before = await findGroup(tx, id);
        if (!before) throw new OpsError('not_found', `No alert ${id}`);
        await writeChange(tx, decide(before, await countMembers(tx, id)), now);
        return (await findGroup(tx, id)) ?? before;
      });
    },
    findGroup: (id) => findGroup(db, id),
    async listOpen({ service, limit }) {
      let query = db
        .selectFrom('alert_groups')
        .selectAll()
        .where(sql<boolean>`open > 0`)
        .orderBy('updated_at', 'desc')
        .limit(limit);
      if (service !== undefined) query = query.where('service', '=', service);
      return (await query.execute()).map(toGroup);
    },
    async listFiring(services, limit) {
      if (services.length === 0) return [];
      const rows = await db
        .selectFrom('alerts')
        .selectAll()
        .where('service', 'in', services)
        .where(sql<boolean>`newest = 1 and state <> 'resolved'`)
        .where('state', 'not in', ['silenced', 'stale'])
        .orderBy('severity')
        .orderBy('started_at')
        .limit(limit)
        .execute();
      return rows.map(toAlert);
    },
    async listSilenced(limit) {
      const query = db
        .selectFrom('alert_groups')
        .selectAll()
        .where(sql<boolean>`open > 0`)
        .where('silenced_until', 'is not', null)
        .orderBy('silenced_until')
        .limit(limit);
      return (await query.execute()).map(toGroup);
    },
    async listDue(now, limit) {
      const rows = await db
        .selectFrom('alerts')
        .select('group_id')
        .distinct()
        .where('stale_at', '<=', now.getTime())
        .where('group_id', 'is not', null)
        .limit(limit)
        .execute();
      return { stale: rows.flatMap(({ group_id: id }) => (id === null ? [] : [id as AlertGroupId])) };
    },
    ...createStormQueries(db),
    async findAlert(source, key) {
      return (await findNewest(db, [{ source, key }])).get(alertIndex(source, key));
    },
    countMembers: (id) => countMembers(db, id),
    async listMembers(id, limit) {
      const rows = await db
        .selectFrom('alerts')
        .selectAll()
        .where('group_id', '=', id)
        .orderBy(sql`case state when 'resolved' then 1 else 0 end`)
        .orderBy('severity')
        .orderBy('started_at')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(toAlert);
    },
  };
}

async function findNewest(tx: Connection, keys: AlertLookup['keys']): Promise<Map<string, Alert>> {
  const found = new Map<string, Alert>();
  const lookups = [...new Set(keys.map(({ source, key }) => alertLookup(source, key)))];
  for (const chunk of inChunks(lookups)) {
    const query = tx.selectFrom('alerts').selectAll().where('newest', '=', sql.lit(1)).where('lookup', 'in', chunk);
    for (const row of await query.execute()) {
      const alert = toAlert(row);
      found.set(alertIndex(alert.source, alert.key), alert);
    }
  }
  return found;
}

async function findGroups(
  tx: Connection,
  wanted: AlertLookup['groups'],
  alerts: readonly Alert[],
): Promise<Map<string, AlertGroup>> {
  const found = new Map<string, AlertGroup>();
  const lookups = [...new Set(wanted.map(({ channel, key }) => groupLookup(channel, key)))];
  for (const chunk of inChunks(lookups)) {
    const newest = tx
      .selectFrom('alert_groups')
      .select((select) => select.fn.max('id').as('id'))
      .where('lookup', 'in', chunk)
      .groupBy('lookup');
    for (const row of await tx.selectFrom('alert_groups').selectAll().where('id', 'in', newest).execute()) {
      const group = toGroup(row);
      found.set(groupIndex(group.channel, group.key), group);
      found.set(group.id, group);
    }
  }
  const ids = [...new Set(alerts.flatMap(({ group }) => (group === undefined || found.has(group) ? [] : [group])))];
  for (const chunk of inChunks(ids)) {
    for (const row of await tx.selectFrom('alert_groups').selectAll().where('id', 'in', chunk).execute()) {
      found.set(row.id, toGroup(row));
    }
  }
  return found;
}

async function findDeliveries(
  tx: Connection,
  wanted: ReadonlyArray<{ source: string; deliveryId: string }>,
): Promise<Set<string>> {
  const found = new Set<string>();
  for (const { source, deliveryId } of wanted) {
    const row = await tx
      .selectFrom('alert_deliveries')
      .select('id')
      .where('source', '=', source)
      .where('delivery_id', '=', deliveryId)
      .limit(1)
      .executeTakeFirst();
    if (row) found.add(alertIndex(source, deliveryId));
  }
  return found;
}

async function findGroup(db: Connection, id: AlertGroupId): Promise<AlertGroup | undefined> {
  const row = await db.selectFrom('alert_groups').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toGroup(row);
}

async function countMembers(db: Connection, id: AlertGroupId) {
  const rows = await db
    .selectFrom('alerts')
    .select(['state', (select) => select.fn.countAll<number>().as('count')])
    .where('group_id', '=', id)
    .groupBy('state')
    .execute();
  return { states: Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
}

async function writeChange(tx: Transaction<Database>, change: AlertChange, now: Date): Promise<void> {
  const { alerts = [], groups = [], seen = [], move, deliveries = [] } = change;
  for (const chunk of inChunks(alerts.map(toAlertRow))) {
    // An earlier occurrence of the same key is history from here on.
    await tx
      .updateTable('alerts')
      .set({ newest: null })
      .where('newest', '=', sql.lit(1))
      .where(
        'lookup',
        'in',
        chunk.map(({ lookup }) => lookup),
      )
      .execute();
    await tx
      .insertInto('alerts')
      .values(chunk)
      .onConflict((conflict) => conflict.column('id').doUpdateSet((row) => pickExcluded(row, chunk[0] ?? {})))
      .execute();
  }
  for (const chunk of inChunks(groups.map(toGroupRow))) {
    await tx
      .insertInto('alert_groups')
      .values(chunk)
      .onConflict((conflict) => conflict.column('id').doUpdateSet((row) => pickExcluded(row, chunk[0] ?? {})))
      .execute();
  }
  await writeStorms(tx, change.storms ?? []);
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
  if (move) await moveMembers(tx, move, now);
  for (const chunk of inChunks(deliveries.map(toDeliveryRow))) {
    await tx.insertInto('alert_deliveries').values(chunk).execute();
  }
  await appendAudit(tx, change.audit, now);
  await wantMessages(tx, change.messages, now);
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
  const { states } = await countMembers(tx, move.group);
  const open = Object.entries(states).reduce(
    (sum, [state, count]) => sum + (isOpen(state as AlertState) ? count : 0),
    0,
  );
  await tx.updateTable('alert_groups').set({ open }).where('id', '=', move.group).execute();
}

/** Every column as it was to be inserted. */
function pickExcluded(row: { ref(column: never): unknown }, sample: object): Record<string, never> {
  return Object.fromEntries(
    Object.keys(sample).map((column) => [column, row.ref(`excluded.${column}` as never) as never]),
  );
}
