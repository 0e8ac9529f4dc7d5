import { createReadStream, openSync, closeSync, readSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { DEFAULT_STORE, findStoreAddress, type StoreAddress } from '../../config/store-address.ts';
import type { AuditEntry } from '../../core/audit.ts';
import { CSV_HEADER, findCsvEntry, findJsonEntry } from '../../core/audit-file.ts';
import { OpsError } from '../../core/errors.ts';
import { readCsv } from '../../core/read-csv.ts';
import { openForReading, type AuditReader } from '../../store/open-for-reading.ts';
import type { VerbContext } from '../verb.ts';

/** A trail to read: a database, or the entries of an exported file, `undefined` for what is no entry. */
export type Trail =
  | { kind: 'database'; audit: AuditReader; close(): Promise<void> }
  | { kind: 'file'; entries(): AsyncIterable<AuditEntry | undefined> };

const SQLITE_MAGIC = 'SQLite format 3\0';

/** The database of the environment, or a file: a database (a backup), JSONL or CSV, by what it begins with. */
export async function openTrail(file: string | undefined, context: Pick<VerbContext, 'env' | 'texts'>): Promise<Trail> {
  const address: StoreAddress = file === undefined ? findDatabase(context) : { kind: 'sqlite', path: file };
  const path = address.kind === 'sqlite' ? address.path : address.place;
  try {
    if (address.kind === 'postgres') return await openPostgres(address.url.reveal());
    const start = readStart(path);
    if (file === undefined || start.startsWith(SQLITE_MAGIC)) return openDatabase(path);
    const isCsv = start.startsWith(CSV_HEADER.trimEnd());
    return { kind: 'file', entries: () => (isCsv ? readCsvEntries(path) : readJsonEntries(path)) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const { audit } = context.texts;
    throw new OpsError('not_found', audit.noFile({ path, reason }), { hint: audit.noFileHint, cause });
  }
}

/** As `openTrail`, for what only a database can answer. */
export async function openDatabaseTrail(
  file: string | undefined,
  context: Pick<VerbContext, 'env' | 'texts'>,
): Promise<Extract<Trail, { kind: 'database' }>> {
  const trail = await openTrail(file, context);
  if (trail.kind === 'database') return trail;
  const { audit } = context.texts;
  throw new OpsError('invalid_input', audit.noFile({ path: file ?? '', reason: 'not a database' }), {
    hint: audit.noFileHint,
  });
}

function findDatabase({ env, texts }: Pick<VerbContext, 'env' | 'texts'>): StoreAddress {
  const address = findStoreAddress(env['WATCHKEEPER_STORE'] || DEFAULT_STORE);
  if (address) return address;
  throw new OpsError('invalid_input', texts.audit.storeNotRead);
}

function openDatabase(path: string): Trail {
  const { close, ...audit } = openForReading(path);
  return { kind: 'database', audit, close };
}

async function openPostgres(url: string): Promise<Trail> {
  const { openPostgresForReading } = await import('../../store/open-postgres-for-reading.ts');
  const { close, ...audit } = await openPostgresForReading(url);
  return { kind: 'database', audit, close };
}

function readStart(path: string): string {
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(256);
    return start.toString('latin1', 0, readSync(file, start));
  } finally {
    closeSync(file);
  }
}

async function* readJsonEntries(path: string): AsyncGenerator<AuditEntry | undefined> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity });
  for await (const line of lines) yield findJsonEntry(line);
}

async function* readCsvEntries(path: string): AsyncGenerator<AuditEntry | undefined> {
  let isHeader = true;
  for await (const row of readCsv(createReadStream(path, 'utf8'))) {
    if (!isHeader) yield findCsvEntry(row);
    isHeader = false;
  }
}
