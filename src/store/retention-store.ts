import { sql, type Kysely, type Transaction } from 'kysely';
import { ENDED } from '../core/run.ts';
import { RETAINED, type Retained } from '../core/retention.ts';
import type { Deleted, RetentionStore } from '../core/store.ts';
import { appendAudit } from './audit-store.ts';
import type { Database } from './schema.ts';

type Tx = Transaction<Database>;

const GROUPS = 20;
const TOLD = 'told';

export function createRetentionStore(db: Kysely<Database>): RetentionStore {
  return {
    delete: (what, { before, now, limit }) =>
      db.transaction().execute(async (tx) => {
        const deleted = await ways[what](tx, { before: before.getTime(), at: now.getTime(), limit });
        if (deleted.count > 0) await count(tx, what, deleted.count);
        return deleted;
      }),
    tell: (now, decide) =>
      db.transaction().execute(async (tx) => {
        const rows = await tx.selectFrom('deletions').selectAll().execute();
        const counted = new Map(rows.map((row) => [row.what, row.count]));
        const untold = Object.fromEntries(RETAINED.map((what) => [what, counted.get(what) ?? 0]));
        const toldAt = counted.get(TOLD);
        const draft = decide(untold as Record<Retained, number>, toldAt === undefined ? undefined : new Date(toldAt));
        if (!draft) return;
        await appendAudit(tx, [draft], now);
        await tx.deleteFrom('deletions').execute();
        await count(tx, TOLD, now.getTime());
      }),
  };
}

interface Asked {
  before: number;
  at: number;
  limit: number;
}

const ways: Record<Retained, (tx: Tx, asked: Asked) => Promise<Deleted>> = {
  rawBodies: deleteRawBodies,
  alerts: deleteAlerts,
  outputs: emptyOutputs,
};

/** Since the last time that it was told. */
async function count(tx: Tx, what: string, by: number): Promise<void> {
  await tx
    .insertInto('deletions')
    .values({ what, count: by })
    .onConflict((conflict) => conflict.column('what').doUpdateSet({ count: sql`deletions.count + excluded.count` }))
    .execute();
}

async function deleteRawBodies(tx: Tx, { before, limit }: Asked): Promise<Deleted> {
  const old = tx
    .selectFrom('alert_deliveries')
    .select('id')
    .where('received_at', '<', before)
    .orderBy('received_at')
    .limit(limit);
  const { numDeletedRows } = await tx.deleteFrom('alert_deliveries').where('id', 'in', old).executeTakeFirstOrThrow();
  return { count: Number(numDeletedRows), isDone: Number(numDeletedRows) < limit };
}

/** Whole groups, a part of one at a time when it is big; then what was never shown; then storms of which nothing is left. */
async function deleteAlerts(tx: Tx, asked: Asked): Promise<Deleted> {
  const groups = await findOldGroups(tx, asked);
  let left = asked.limit;
  for (const { id } of groups) {
    if (left <= 0) break;
    const deleted = await deleteResolved(tx, left, (query) => query.where('group_id', '=', id));
    left -= deleted;
    if (left > 0) {
      await deleteMessages(tx, id);
      await tx.deleteFrom('alert_groups').where('id', '=', id).execute();
    }
  }
  if (groups.length > 0) return { count: asked.limit - left, isDone: false };
  const unshown = await deleteResolved(tx, asked.limit, (query) =>
    query.where('group_id', 'is', null).where('changed_at', '<', asked.before).orderBy('changed_at'),
  );
  const storms = await deleteStorms(tx, asked);
  return { count: unshown, isDone: unshown < asked.limit && storms < GROUPS };
}

/** Everything in them is resolved, all of it is in Slack, and nobody's silence of them is in force. */
const findOldGroups = (tx: Tx, { before, at }: Asked): Promise<{ id: string }[]> =>
  tx
    .selectFrom('alert_groups')
    .select('id')
    .where(sql<boolean>`open = 0`)
    .where('updated_at', '<', before)
    .where((where) => where.or([where('silenced_until', 'is', null), where('silenced_until', '<=', at)]))
    .where(sql<boolean>`not exists (select 1 from alerts where group_id = alert_groups.id and state <> 'resolved')`)
    .where(isAllPosted('alert_groups'))
    .orderBy('updated_at')
    .limit(GROUPS)
    .execute();

async function deleteStorms(tx: Tx, { before }: Asked): Promise<number> {
  const storms = await tx
    .selectFrom('alert_storms')
    .select('id')
    .where('ended_at', '<', before)
    .where(sql<boolean>`not exists (select 1 from alerts where storm_id = alert_storms.id)`)
    .where(isAllPosted('alert_storms'))
    .limit(GROUPS)
    .execute();
  for (const { id } of storms) {
    await deleteMessages(tx, id);
    await tx.deleteFrom('alert_storms').where('id', '=', id).execute();
  }
  return storms.length;
}

/** Keys of messages begin with what they show and a slash; 0 is the character after it. */
const isAllPosted = (table: 'alert_groups' | 'alert_storms') =>
  sql<boolean>`not exists (select 1 from messages where key >= ${sql.ref(`${table}.id`)} || '/'
    and key < ${sql.ref(`${table}.id`)} || '0' and wanted_version > delivered_version)`;

const deleteMessages = (tx: Tx, id: string) =>
  tx
    .deleteFrom('messages')
    .where('key', '>=', `${id}/`)
    .where('key', '<', `${id}0`)
    // The range is for the index; a database that sorts as people do might put others into it.
    .where(sql<boolean>`substr(key, 1, ${sql.lit(id.length + 1)}) = ${`${id}/`}`)
    .execute();

const selectResolved = (tx: Tx) => tx.selectFrom('alerts').select('id').where('state', '=', 'resolved');

async function deleteResolved(
  tx: Tx,
  limit: number,
  narrow: (query: ReturnType<typeof selectResolved>) => ReturnType<typeof selectResolved>,
): Promise<number> {
  const old = narrow(selectResolved(tx)).limit(limit);
  const { numDeletedRows } = await tx.deleteFrom('alerts').where('id', 'in', old).executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** The digest stays, with the day on which it was emptied. What belongs to a run that goes on is kept. */
async function emptyOutputs(tx: Tx, { before, at, limit }: Asked): Promise<Deleted> {
  const { oldest } = await tx
    .selectFrom('runs')
    .select((select) => select.fn.min('created_at').as('oldest'))
    .where('status', 'not in', ENDED)
    .executeTakeFirstOrThrow();
  const old = tx
    .selectFrom('outputs')
    .select('digest')
    .where('expired_at', 'is', null)
    .where('kept_at', '<', Math.min(before, oldest ?? before))
    .orderBy('kept_at')
    .limit(limit);
  const { numUpdatedRows } = await tx
    .updateTable('outputs')
    .set({ body: '', expired_at: at })
    .where('digest', 'in', old)
    .executeTakeFirstOrThrow();
  return { count: Number(numUpdatedRows), isDone: Number(numUpdatedRows) < limit };
}
