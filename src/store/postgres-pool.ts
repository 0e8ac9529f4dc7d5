import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type pg from 'pg';
import { isCut, toPostgresError } from './postgres-error.ts';

/** One row: whoever changes anything holds it until its commit. */
export const TURN_TABLE = 'audit_turn';
/** Where processes tell each other that there is something new. */
export const NEWS_CHANNEL = 'watchkeeper';

const BEGIN = `begin; select 1 from ${TURN_TABLE} for update`;

/**
 * The pool as the store uses it. Every transaction takes the turn first: the head of the audit chain has one successor, so
 * changes come one after the other anyway, and this way each decision sees what all earlier ones did, no two wait for each
 * other, and nothing has to be decided twice. Every commit tells the other processes.
 */
export function toKyselyPool(pool: pg.Pool, instance: string): PostgresPool {
  const commit = `select pg_notify('${NEWS_CHANNEL}', '${instance}'); commit`;
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => toKyselyClient(await attempt(() => pool.connect()), commit),
  };
}

function toKyselyClient(client: pg.PoolClient, commit: string): PostgresPoolClient {
  let isBroken = false;
  // Between two queries nobody else listens, and an error that nobody hears ends the process.
  const onError = (): void => void (isBroken = true);
  client.on('error', onError);

  async function query<R>(text: string, parameters: readonly unknown[] = []): Promise<PostgresQueryResult<R>> {
    // The error that matters has been thrown already.
    if (text === 'rollback' && isBroken) return { command: 'ROLLBACK', rowCount: 0, rows: [] };
    try {
      if (text === 'begin') return last(await client.query(BEGIN));
      if (text === 'commit') return last(await client.query(commit));
      return (await client.query(text, parameters.map(toParameter))) as unknown as PostgresQueryResult<R>;
    } catch (thrown) {
      // After half a `begin` there may be a transaction that nobody would end.
      isBroken ||= text === 'begin' || isCut(thrown);
      throw toPostgresError(thrown);
    }
  }

  return {
    query: query as PostgresPoolClient['query'],
    release(isDiscarded) {
      client.off('error', onError);
      client.release(isBroken || isDiscarded === true);
    },
  };
}

/** Of several statements in one go pg gives a list of results. */
function last<R>(results: unknown): PostgresQueryResult<R> {
  return (Array.isArray(results) ? results.at(-1) : results) as PostgresQueryResult<R>;
}

/**
 * What SQLite takes and PostgreSQL does not: the character U+0000 in a text (senders choose keys), and fractions of
 * milliseconds, which no column holds.
 */
function toParameter(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
  return typeof value === 'number' ? Math.ceil(value) : value;
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw toPostgresError(thrown);
  }
}
