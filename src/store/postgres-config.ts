import { types, type ClientConfig } from 'pg';

const CONNECT_MS = 5_000;
const STATEMENT_MS = 15_000;
const LOCK_MS = 10_000;
/** A process that was stopped in the middle of a transaction holds up all others: its connection is cut then. */
const IDLE_MS = 10_000;

type GetParser = typeof types.getTypeParser;

/** The same types as SQLite gives: numbers for 64-bit integers (times and counts, far below 2^53), plain bytes. */
function toParsers({ INT8, BYTEA }: typeof types.builtins): ReadonlyMap<unknown, (value: string) => unknown> {
  const toBuffer = types.getTypeParser(BYTEA) as (value: string) => Buffer;
  return new Map<unknown, (value: string) => unknown>([
    [INT8, Number],
    [BYTEA, (value) => new Uint8Array(toBuffer(value))],
  ]);
}

const parsers = toParsers(types.builtins);
const getTypeParser = ((type, format) => parsers.get(type) ?? types.getTypeParser(type, format)) as GetParser;

/**
 * How to connect to the database of a URL. What the URL says itself comes first (`application_name`, `statement_timeout`,
 * `sslmode`, `sslrootcert`, …); whoever asks for TLS gets the certificate and the host name checked.
 */
export function toClientConfig(url: string): ClientConfig {
  return {
    // pg says on standard error that it does the same for the two others.
    connectionString: url.replace(/([?&]sslmode=)(require|verify-ca)(?=&|$)/, '$1verify-full'),
    fallback_application_name: 'watchkeeper',
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    lock_timeout: LOCK_MS,
    idle_in_transaction_session_timeout: IDLE_MS,
    // Where the network swallows everything, the server's own limits are not heard.
    query_timeout: STATEMENT_MS + 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: { getTypeParser },
  };
}
