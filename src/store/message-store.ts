import { type Insertable, type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Json } from '../core/json.ts';
import type { Message, MessageDraft, MessageKind } from '../core/message.ts';
import type { MessageStore } from '../core/store.ts';
import type { Database } from './schema.ts';

export function createMessageStore(db: Kysely<Database>): MessageStore {
  return {
    want: (drafts, now) => db.transaction().execute((tx) => wantMessages(tx, drafts, now)),
    async find(key) {
      const row = await db.selectFrom('messages').selectAll().where('key', '=', key).executeTakeFirst();
      return row && toMessage(row);
    },
    async listDue(now, limit, way = 'slack') {
      const due = db
        .selectFrom('messages')
        .selectAll()
        .whereRef('wanted_version', '>', 'delivered_version')
        .where('next_try_at', '<=', now.getTime())
        .where('kind', way === 'mail' ? '=' : '!=', 'mail')
        .orderBy('priority')
        .orderBy('position')
        .limit(limit);
      const posts = await due.where('ts', 'is', null).execute();
      const edits = await due.where('ts', 'is not', null).execute();
      return [...posts, ...edits].map(toMessage);
    },
    async patch(key, patch) {
      const columns = toColumns(patch);
      if (Object.keys(columns).length === 0) return;
      await db.updateTable('messages').set(columns).where('key', '=', key).execute();
    },
    async oldestUndelivered() {
      const row = await db
        .selectFrom('messages')
        .select('wanted_at')
        .whereRef('wanted_version', '>', 'delivered_version')
        .where('kind', '!=', 'mail')
        .orderBy('wanted_at')
        .limit(1)
        .executeTakeFirst();
      return row?.wanted_at;
    },
  };
}

/** Adds or freshens wanted messages inside the transaction of the change that they show. */
export async function wantMessages(
  tx: Transaction<Database>,
  drafts: readonly MessageDraft[],
  now: Date,
): Promise<void> {
  if (drafts.length === 0) return;
  const { last } = await tx
    .selectFrom('messages')
    .select(sql<number>`coalesce(max(position), 0)`.as('last'))
    .executeTakeFirstOrThrow();
  for (const [index, draft] of drafts.entries()) {
    await tx
      .insertInto('messages')
      .values({ ...toNewRow(draft, now), position: last + 1 + index })
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet({
          wanted_version: sql`messages.wanted_version + 1`,
          wanted_at: sql`case when messages.wanted_version > messages.delivered_version then messages.wanted_at else excluded.wanted_at end`,
          body: sql`excluded.body`,
          // Not yet seen, it keeps the best place that it was given.
          priority: sql`case when messages.delivered_version = 0 and messages.priority < excluded.priority then messages.priority else excluded.priority end`,
        }),
      )
      .execute();
  }
}

/** Mails that were taken, or will not be sent: inside the transaction that says so. */
export async function settleMails(tx: Transaction<Database>, keys: readonly string[], now: Date): Promise<void> {
  if (keys.length === 0) return;
  await tx
    .updateTable('messages')
    .set((row) => ({ delivered_version: row.ref('wanted_version'), delivered_at: now.getTime() }))
    .where('key', 'in', keys)
    .execute();
}

function toNewRow(draft: MessageDraft, now: Date): Omit<Insertable<Database['messages']>, 'position'> {
  return {
    key: draft.key,
    kind: draft.kind,
    channel: draft.channel,
    parent_key: draft.parentKey ?? null,
    run_id: draft.runId ?? null,
    body: draft.body === undefined ? null : JSON.stringify(draft.body),
    wanted_version: 1,
    delivered_version: 0,
    ts: null,
    posting_since: null,
    delivered_at: null,
    attempts: 0,
    next_try_at: now.getTime(),
    created_at: now.getTime(),
    wanted_at: now.getTime(),
    failure: null,
    priority: draft.priority ?? 0,
  };
}

/** A key that is present with undefined clears its column. */
function toColumns(
  patch: Partial<{ [K in keyof Message]: Message[K] | undefined }>,
): Partial<Selectable<Database['messages']>> {
  const columns = {
    channel: patch.channel,
    wanted_version: patch.wantedVersion,
    delivered_version: patch.deliveredVersion,
    ts: patch.ts ?? null,
    posting_since: patch.postingSince ?? null,
    delivered_at: patch.deliveredAt ?? null,
    attempts: patch.attempts,
    next_try_at: patch.nextTryAt,
    failure: patch.failure ?? null,
  };
  const given = new Set(Object.keys(patch).map((key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)));
  return Object.fromEntries(Object.entries(columns).filter(([name, value]) => given.has(name) && value !== undefined));
}

function toMessage(row: Selectable<Database['messages']>): Message {
  return {
    key: row.key,
    kind: row.kind as MessageKind,
    channel: row.channel,
    ...(row.parent_key !== null && { parentKey: row.parent_key }),
    ...(row.run_id !== null && { runId: row.run_id }),
    ...(row.body !== null && { body: JSON.parse(row.body) as Json }),
    wantedVersion: row.wanted_version,
    deliveredVersion: row.delivered_version,
    ...(row.ts !== null && { ts: row.ts }),
    ...(row.posting_since !== null && { postingSince: row.posting_since }),
    ...(row.delivered_at !== null && { deliveredAt: row.delivered_at }),
    priority: row.priority,
    attempts: row.attempts,
    nextTryAt: row.next_try_at,
    createdAt: row.created_at,
    ...(row.failure !== null && { failure: row.failure }),
  };
}
