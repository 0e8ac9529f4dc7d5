import { randomUUID } from 'node:crypto';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { sql, type Transaction } from 'kysely';
import { Pool } from 'pg';
import type { AuditEntry } from '../core/audit.ts';
import { verifyAudit } from '../core/verify-audit.ts';
import { createAuditStore } from './audit-store.ts';
import { prepareDatabase, toKysely, toPatientConfig } from './postgres-database.ts';
import { toKyselyPool } from './postgres-pool.ts';
import { listTables, type Table } from './postgres-tables.ts';
import type { Database } from './schema.ts';

/** Of one statement; bodies of alerts and outputs may be large. */
const ROWS_MAX = 200;
const BYTES_MAX = 1_000_000;

export type Copied =
  | { kind: 'copied'; tables: Readonly<Record<string, number>>; head?: Pick<AuditEntry, 'sequence' | 'hash'> }
  /** Something is in the target already. */
  | { kind: 'taken'; table: string }
  /** The files of two versions: the target knows other columns. */
  | { kind: 'unlike'; table: string }
  /** The trail is not whole, from this entry on. */
  | { kind: 'broken'; sequence: number }
  /** What arrived is not what was there. */
  | { kind: 'lost'; table: string };

type Row = Record<string, SQLOutputValue>;
type Failed = Exclude<Copied, { kind: 'copied' }>;

/** Carries what was found out of the transaction, which is rolled back. */
class NotCopied extends Error {
  readonly why: Failed;

  constructor(why: Failed) {
    super(why.kind);
    this.why = why;
  }
}

/**
 * Copies every row of a SQLite database that nobody writes to into an empty PostgreSQL database, in one transaction: all of
 * it arrives, counted and with its audit chain followed to the same head, or nothing. Constant memory. Throws what SQLite or
 * pg says.
 */
export async function copyToPostgres(
  path: string,
  url: string,
  onRows: (table: string, done: number, all: number) => void,
): Promise<Copied> {
  await prepareDatabase(url);
  const pool = new Pool({ ...toPatientConfig(url), max: 2 });
  pool.on('error', () => {});
  const db = toKysely(toKyselyPool(pool, randomUUID()));
  const source = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  try {
    return await db.transaction().execute((tx) => copyAll(source, tx, onRows));
  } catch (thrown) {
    if (thrown instanceof NotCopied) return thrown.why;
    throw thrown;
  } finally {
    source.close();
    await db.destroy();
  }
}

async function copyAll(
  source: DatabaseSync,
  tx: Transaction<Database>,
  onRows: (table: string, done: number, all: number) => void,
): Promise<Copied> {
  const tables = await listTables(tx);
  // The first start left one row there that says nothing.
  await tx.deleteFrom('write_checks').execute();
  for (const { name } of tables)
    if ((await countRows(tx, name)) > 0) throw new NotCopied({ kind: 'taken', table: name });
  const counts: Record<string, number> = {};
  for (const table of tables) {
    requireSameColumns(source, table);
    const all = Number(source.prepare(`select count(*) as n from "${table.name}"`).get()?.['n']);
    let done = 0;
    onRows(table.name, 0, all);
    for (const rows of readRows(source, table)) {
      await insertRows(tx, table, rows);
      done += rows.length;
      onRows(table.name, done, all);
    }
    if (done !== all || (await countRows(tx, table.name)) !== all)
      throw new NotCopied({ kind: 'lost', table: table.name });
    counts[table.name] = all;
  }
  const head = await requireSameTrail(source, tx);
  return { kind: 'copied', tables: counts, ...(head && { head }) };
}

async function requireSameTrail(source: DatabaseSync, tx: Transaction<Database>) {
  const { head, broken } = await verifyAudit(createAuditStore(tx).scan(), []);
  if (broken) throw new NotCopied({ kind: 'broken', sequence: broken.sequence });
  const last = source.prepare('select hash from audit_entries order by sequence desc limit 1').get()?.['hash'];
  if (last !== head?.hash) throw new NotCopied({ kind: 'lost', table: 'audit_entries' });
  return head;
}

function requireSameColumns(source: DatabaseSync, { name, columns }: Table): void {
  const there = source
    .prepare(`select name from pragma_table_info(?)`)
    .all(name)
    .map((row) => String(row['name']));
  const isSame = there.length === columns.length && there.every((column) => columns.includes(column));
  if (!isSame) throw new NotCopied({ kind: 'unlike', table: name });
}

function* readRows(source: DatabaseSync, { name }: Table): Generator<Row[]> {
  let rows: Row[] = [];
  let bytes = 0;
  for (const row of source.prepare(`select * from "${name}" order by rowid`).iterate()) {
    rows.push(row);
    for (const value of Object.values(row))
      bytes += typeof value === 'string' || value instanceof Uint8Array ? value.length : 8;
    if (rows.length < ROWS_MAX && bytes < BYTES_MAX) continue;
    yield rows;
    rows = [];
    bytes = 0;
  }
  if (rows.length > 0) yield rows;
}

async function insertRows(tx: Transaction<Database>, { name, columns }: Table, rows: readonly Row[]): Promise<void> {
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const values = rows.map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`);
  await sql`insert into ${sql.table(name)} (${names}) values ${sql.join(values)}`.execute(tx);
}

async function countRows(tx: Transaction<Database>, table: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(tx);
  return rows[0]?.n ?? 0;
}
