import { sql, type Kysely } from 'kysely';
import type { Store } from '../core/store.ts';
import { createAuditStore } from './audit-store.ts';
import { createGuardStore } from './guard-store.ts';
import { createMessageStore } from './message-store.ts';
import { createRunStore } from './run-store.ts';
import type { Database } from './schema.ts';

/** The store over any database that Kysely speaks to and whose schema is up to date. */
export function createKyselyStore(db: Kysely<Database>): Store {
  return {
    runs: createRunStore(db),
    audit: createAuditStore(db),
    messages: createMessageStore(db),
    guards: createGuardStore(db),
    async check() {
      // A write that changes nothing still needs the file, the disk and the lock.
      await db.transaction().execute(async (tx) => {
        await sql`delete from messages where key = ''`.execute(tx);
      });
    },
    close: () => db.destroy(),
  };
}
