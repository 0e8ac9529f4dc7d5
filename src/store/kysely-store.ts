import { sql, type Kysely } from 'kysely';
import type { Peers } from '../core/peers.ts';
import type { Store } from '../core/store.ts';
import { alone } from './alone.ts';
import { createAlertStore } from './alert-store.ts';
import { createAuditStore } from './audit-store.ts';
import { createGuardStore } from './guard-store.ts';
import { createMessageStore } from './message-store.ts';
import { createRetentionStore } from './retention-store.ts';
import { createRunStore } from './run-store.ts';
import type { Database } from './schema.ts';
import { createWatcherStore } from './watcher-store.ts';

/** The store over any database that Kysely speaks to and whose schema is up to date. */
export function createKyselyStore(
  db: Kysely<Database>,
  { peers = alone, isShared = false }: { peers?: Peers; isShared?: boolean } = {},
): Store {
  return {
    runs: createRunStore(db, { isShared }),
    audit: createAuditStore(db),
    messages: createMessageStore(db),
    alerts: createAlertStore(db),
    guards: createGuardStore(db),
    retention: createRetentionStore(db),
    peers,
    watchers: createWatcherStore(db),
    async check() {
      // What changes no row is not written: a full disk would pass.
      await db
        .updateTable('write_checks')
        .set({ count: sql`count + 1` })
        .where('id', '=', 1)
        .execute();
    },
    close: () => db.destroy(),
  };
}
