import { Client } from 'pg';
import { toClientConfig } from './postgres-config.ts';

export interface PostgresState {
  /** `15.18`. */
  version: string;
  /** A copy that follows another, or set so. */
  isReadOnly: boolean;
  isEncrypted: boolean;
  /** The bot was here before. */
  hasTables: boolean;
  /** Of this machine's clock before the server's. */
  aheadSeconds: number;
}

/** Looks at a database without changing anything. Throws what pg says when it cannot be reached. */
export async function examinePostgres(url: string, now: () => number): Promise<PostgresState> {
  const client = new Client(toClientConfig(url));
  client.on('error', () => {});
  try {
    await client.connect();
    const before = now();
    const { rows } = await client.query<PostgresState & { at: string }>(`
      select current_setting('server_version') as version,
        current_setting('transaction_read_only') = 'on' as "isReadOnly",
        coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as "isEncrypted",
        to_regclass('audit_entries') is not null as "hasTables",
        extract(epoch from clock_timestamp()) * 1000 as at`);
    const middle = (before + now()) / 2;
    const [row] = rows;
    if (!row) throw new Error('no answer');
    const { version, isReadOnly, isEncrypted, hasTables, at } = row;
    const aheadSeconds = Math.round((middle - Number(at)) / 1_000);
    return { version: version.split(' ')[0] ?? version, isReadOnly, isEncrypted, hasTables, aheadSeconds };
  } finally {
    await client.end().catch(() => {});
  }
}
