import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/ports/log.ts';
import type { Store } from '../core/store.ts';
import { createKyselyStore } from './kysely-store.ts';
import { toClientConfig } from './postgres-config.ts';
import { prepareDatabase, toKysely } from './postgres-database.ts';
import { createPostgresPeers } from './postgres-peers.ts';
import { toKyselyPool } from './postgres-pool.ts';

const CONNECTIONS_MAX = 10;

export interface PostgresDeps {
  clock: Clock;
  log: Log;
}

/**
 * Opens the database behind the URL and brings its schema up to date; several processes may do so at once. Errors: `internal`
 * with `details.store` while it cannot be reached, `invalid_input` for a server that is too old; else what pg says.
 */
export async function openPostgresStore(url: string, deps: PostgresDeps): Promise<Store> {
  await prepareDatabase(url);
  const pool = createPool(url, deps);
  const instance = randomUUID();
  const peers = createPostgresPeers({ url, instance, ...deps });
  const store = createKyselyStore(toKysely(toKyselyPool(pool, instance)), { peers, isShared: true });
  return {
    ...store,
    async close() {
      await peers.close();
      await store.close();
    },
  };
}

function createPool(url: string, { log }: PostgresDeps): Pool {
  const pool = new Pool({ ...toClientConfig(url), max: CONNECTIONS_MAX });
  // Of connections that nobody uses: the pool makes new ones.
  pool.on('error', (err) => {
    if (!pool.ending) log.warn({ reason: err.message }, 'database connection lost');
  });
  return pool;
}
