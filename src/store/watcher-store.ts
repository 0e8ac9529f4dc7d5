import type { Kysely, Transaction } from 'kysely';
import type { Json } from '../core/json.ts';
import type { WatcherStore } from '../core/watcher-store.ts';
import { appendAudit } from './audit-store.ts';
import { wantMessages } from './message-store.ts';
import type { Database } from './schema.ts';

export function createWatcherStore(db: Kysely<Database>): WatcherStore {
  return {
    find: (name) => findDoc(db, name),
    change: (name, now, decide) =>
      db.transaction().execute(async (tx) => {
        const change = decide(await findDoc(tx, name));
        if (!change) return;
        const { doc, audit = [], messages = [] } = change;
        if (doc === null) await tx.deleteFrom('watcher_notes').where('name', '=', name).execute();
        else if (doc !== undefined) {
          const row = { changed_at: now.getTime(), doc: JSON.stringify(doc) };
          await tx
            .insertInto('watcher_notes')
            .values({ name, ...row })
            .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
            .execute();
        }
        await appendAudit(tx, audit, now);
        await wantMessages(tx, messages, now);
      }),
  };
}

async function findDoc(db: Kysely<Database> | Transaction<Database>, name: string): Promise<Json | undefined> {
  const row = await db.selectFrom('watcher_notes').select('doc').where('name', '=', name).executeTakeFirst();
  return row && (JSON.parse(row.doc) as Json);
}
