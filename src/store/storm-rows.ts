import { sql, type Kysely, type Transaction } from 'kysely';
import { isOpen, SEVERITIES, type AlertCounts, type AlertState, type Severity } from '../core/alert.ts';
import type { AlertStore } from '../core/alert-store.ts';
import { STORM_PAGE, type AlertStorm, type ChannelLoad } from '../core/alert-storm.ts';
import type { AlertGroupId, StormId } from '../core/ids.ts';
import { toAlert } from './alert-rows.ts';
import { wantMessages } from './message-store.ts';
import type { Database } from './schema.ts';

const NEW_MS = 10_000;
const UNCLAIMED: ReadonlySet<string> = new Set<AlertState>(['firing', 'reopened', 'stale']);

type Connection = Kysely<Database> | Transaction<Database>;
type StormQueries = Pick<AlertStore, 'listQuietStorms' | 'findStorm' | 'updateStorm' | 'listStorm' | 'countStorm'>;

export function createStormQueries(db: Kysely<Database>): StormQueries {
  return {
    async listQuietStorms(since) {
      const rows = await db
        .selectFrom('alert_storms')
        .select('doc')
        .where('ended_at', 'is', null)
        .where('grew_at', '<=', since.getTime())
        .execute();
      return rows.map(({ doc }) => JSON.parse(doc) as AlertStorm);
    },
    findStorm: (id) => findStorm(db, id),
    updateStorm: (id, now, decide) =>
      db.transaction().execute(async (tx) => {
        const before = await findStorm(tx, id);
        const change = before && decide(before);
        if (!change) return;
        await writeStorms(tx, [change.storm]);
        await wantMessages(tx, change.messages, now);
      }),
    async countStorm(id) {
      const rows = await db
        .selectFrom('alerts')
        .select(['severity', 'service', 'state', (select) => select.fn.countAll<number>().as('count')])
        .where('storm_id', '=', id)
        .groupBy(['severity', 'service', 'state'])
        .execute();
      const severities: Partial<Record<Severity, number>> = {};
      const services = new Map<string | null, number>();
      let open = 0;
      let firing = 0;
      for (const { severity, service, state, count } of rows) {
        const name = SEVERITIES[severity] ?? 'none';
        severities[name] = (severities[name] ?? 0) + count;
        services.set(service, (services.get(service) ?? 0) + count);
        if (isOpen(state as AlertState)) open += count;
        if (UNCLAIMED.has(state)) firing += count;
      }
      const counted = [...services].toSorted(([, a], [, b]) => b - a);
      return {
        open,
        firing,
        severities,
        services: counted.map(([service, count]) => ({ ...(service !== null && { service }), count })),
      };
    },
    async listStorm(id, from, limit) {
      const rows = await db
        .selectFrom('alerts')
        .selectAll()
        .where('storm_id', '=', id)
        .where('storm_place', '>=', from)
        .orderBy('storm_place')
        .limit(limit)
        .execute();
      return rows.map(toAlert);
    },
  };
}

export async function findStorm(db: Connection, id: string): Promise<AlertStorm | undefined> {
  const row = await db.selectFrom('alert_storms').select('doc').where('id', '=', id).executeTakeFirst();
  return row && (JSON.parse(row.doc) as AlertStorm);
}

/** Pages that list members of a group. */
export async function findPages(db: Connection, id: AlertGroupId): Promise<NonNullable<AlertCounts['pages']>> {
  const rows = await db
    .selectFrom('alerts')
    .select(['storm_id', sql<number>`storm_place / ${sql.lit(STORM_PAGE)}`.as('page')])
    .distinct()
    .where('group_id', '=', id)
    .where('storm_id', 'is not', null)
    .execute();
  return rows.map(({ storm_id: storm, page }) => ({ id: storm as StormId, page }));
}

export async function writeStorms(tx: Transaction<Database>, storms: readonly AlertStorm[]): Promise<void> {
  for (const storm of storms) {
    const row = {
      id: storm.id,
      channel: storm.channel,
      grew_at: storm.grewAt,
      ended_at: storm.endedAt ?? null,
      doc: JSON.stringify(storm),
    };
    await tx
      .insertInto('alert_storms')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute();
  }
}

/** What each channel is going through. */
export async function findLoads(
  tx: Transaction<Database>,
  channels: ReadonlySet<string>,
  now: Date,
): Promise<Map<string, ChannelLoad>> {
  const loads = new Map<string, ChannelLoad>();
  for (const channel of channels) {
    const groups = await tx
      .selectFrom('alert_groups')
      .select((select) => select.fn.countAll<number>().as('count'))
      .where('channel', '=', channel)
      .where('created_at', '>', now.getTime() - NEW_MS)
      .executeTakeFirstOrThrow();
    const unsent = await tx
      .selectFrom('messages')
      .select((select) => select.fn.countAll<number>().as('count'))
      .where('channel', '=', channel)
      .where('kind', '=', 'alert')
      .where('delivered_version', '=', sql.lit(0))
      .executeTakeFirstOrThrow();
    const row = await tx
      .selectFrom('alert_storms')
      .select('doc')
      .where('channel', '=', channel)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    loads.set(channel, {
      newGroups: groups.count,
      unsent: unsent.count,
      ...(row && { storm: JSON.parse(row.doc) as AlertStorm }),
    });
  }
  return loads;
}
