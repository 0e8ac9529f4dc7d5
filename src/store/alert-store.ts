import { sql, type Kysely, type Transaction } from 'kysely';
import type { Alert, AlertGroup } from '../core/alert.ts';
import { alertIndex, groupIndex, type AlertLookup, type AlertStore } from '../core/alert-store.ts';
import { OpsError } from '../core/errors.ts';
import type { AlertGroupId, StormId } from '../core/ids.ts';
import { alertLookup, groupLookup, toAlert, toGroup } from './alert-rows.ts';
import { countMembers, countOpen } from './count-members.ts';
import { createFlapQueries, listFlappingMembers } from './flap-rows.ts';
import { createStormQueries, findLoads, findPages, findStorm } from './storm-rows.ts';
import { inChunks } from './in-chunks.ts';
import type { Database } from './schema.ts';
import { createAlertWriter } from './write-alerts.ts';

type Connection = Kysely<Database> | Transaction<Database>;

export function createAlertStore(db: Kysely<Database>): AlertStore {
  const write = createAlertWriter();
  return {
    record(lookup, now, decide) {
      return db.transaction().execute(async (tx) => {
        const alerts = await findNewest(tx, lookup.keys);
        const groups = await findGroups(tx, lookup.groups, [...alerts.values()]);
        const channels = await findLoads(tx, new Set(lookup.groups.map(({ channel }) => channel)), now);
        const deliveries = await findDeliveries(tx, lookup.deliveries);
        await write(tx, decide({ alerts, groups, channels, deliveries }), { now, known: alerts });
      });
    },
    updateGroup(id, now, decide) {
      return db.transaction().execute(async (tx) => {
        const before = await findGroup(tx, id);
        if (!before) throw new OpsError('not_found', `No alert ${id}`);
        const [counts, flapping, pages] = [
          await countMembers(tx, id),
          await listFlappingMembers(tx, id),
          await findPages(tx, id),
        ];
        const change = decide(before, { ...counts, flapping, pages });
        await write(tx, change, { now });
        if (change.move || (change.alerts ?? []).length > 0) await countOpen(tx, id);
        return (await findGroup(tx, id)) ?? before;
      });
    },
    updateStormGroups: (id, now, decide) =>
      db.transaction().execute(async (tx) => {
        const storm = await findStorm(tx, id);
        if (!storm) throw new OpsError('not_found', `No storm ${id}`);
        await write(tx, decide(storm, await findStormGroups(tx, id)), { now });
      }),
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
    ...createFlapQueries(db),
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

async function findStormGroups(tx: Connection, id: StormId): Promise<AlertGroup[]> {
  const members = tx.selectFrom('alerts').select('group_id').where('storm_id', '=', id);
  const rows = await tx.selectFrom('alert_groups').selectAll().where('id', 'in', members).orderBy('id').execute();
  return rows.map(toGroup);
}

async function findGroup(db: Connection, id: AlertGroupId): Promise<AlertGroup | undefined> {
  const row = await db.selectFrom('alert_groups').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toGroup(row);
}
