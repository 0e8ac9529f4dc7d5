import { existsSync } from 'node:fs';
import { readStoreAddress, type StoreAddress } from '../config/store-address.ts';
import { OpsError } from '../core/errors.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { openStore } from '../open-store.ts';
import { copyToPostgres, type Copied } from '../store/copy-to-postgres.ts';
import type { VerbContext } from './verb.ts';

interface Asked {
  from: string;
  to: string;
  isJson: boolean;
}

/**
 * Moves a bot's memory from its file to PostgreSQL: all or nothing, and the file stays as it is. Holds the file as a bot
 * would, so that none can write to it meanwhile. Errors: `invalid_input` for addresses, `conflict` for a bot that runs or a
 * target that is not empty, `remote_failed` for what the database says.
 */
export async function migrateStore(
  { from, to, isJson }: Asked,
  { texts, print, screen }: VerbContext,
): Promise<number> {
  const source = getAddress(from, 'sqlite', texts);
  const target = getAddress(to, 'postgres', texts);
  if (!existsSync(source.path))
    throw new OpsError('not_found', texts.cli.noDatabase({ path: source.path }), { hint: texts.cli.migrateHint });
  // Brings its tables up to this version, and keeps everybody else out until the end.
  const held = await openStore(source, texts);
  try {
    const show = isJson ? undefined : createProgress(screen, print);
    const copied = await attempt(source.path, target, texts, (table, done, all) => {
      if (!isJson) show?.(table, done, all);
      else if (done === all) print(JSON.stringify({ type: 'table', table, rows: all }));
    });
    if (copied.kind !== 'copied') throw toRefusal(copied, target.place, texts);
    const { tables, head } = copied;
    const rows = Object.values(tables).reduce((sum, count) => sum + count, 0);
    const facts = { rows, tables: Object.keys(tables).length, sequence: head?.sequence ?? 0, hash: head?.hash ?? '' };
    if (isJson) print(JSON.stringify({ type: 'migrated', to: target.place, tables, head: head ?? null }));
    else print(texts.cli.migrated({ ...facts, from, place: target.place, hash: facts.hash.slice(0, 16) || '-' }));
    return 0;
  } finally {
    await held.close();
  }
}

function getAddress<K extends StoreAddress['kind']>(
  text: string,
  kind: K,
  { cli, config }: Texts,
): Extract<StoreAddress, { kind: K }> {
  const address = readStoreAddress(text);
  const flag = kind === 'sqlite' ? '--from' : '--to';
  if (typeof address === 'string')
    throw new OpsError('invalid_input', `${flag}: ${config.environment[address]}`, { hint: cli.migrateUsage });
  if (address.kind !== kind) throw new OpsError('invalid_input', cli.migrateWay, { hint: cli.migrateUsage });
  return address as Extract<StoreAddress, { kind: K }>;
}

async function attempt(
  path: string,
  { url, place }: Extract<StoreAddress, { kind: 'postgres' }>,
  { cli }: Texts,
  onRows: (table: string, done: number, all: number) => void,
): Promise<Copied> {
  try {
    return await copyToPostgres(path, url.reveal(), onRows);
  } catch (cause) {
    const reason = cause instanceof Error && cause.message !== '' ? cause.message : 'no answer';
    throw new OpsError('remote_failed', cli.migrateFailed({ place, reason }), { hint: cli.migrateNothing, cause });
  }
}

function toRefusal(copied: Exclude<Copied, { kind: 'copied' }>, place: string, { cli }: Texts): OpsError {
  if (copied.kind === 'taken')
    return new OpsError('conflict', cli.migrateTaken({ ...copied, place }), { hint: cli.migrateTakenHint });
  if (copied.kind === 'broken')
    return new OpsError('conflict', cli.migrateBroken(copied), { hint: cli.migrateBrokenHint });
  return new OpsError('internal', cli.migrateUnlike({ table: copied.table }), { hint: cli.migrateNothing });
}

/** A line a table; on a terminal a long one counts. */
function createProgress(screen: VerbContext['screen'], print: (text: string) => void) {
  return (table: string, done: number, all: number): void => {
    if (done === all) print(`${screen.isLive ? '\r\u001B[K' : ''}${table}: ${all}`);
    else if (screen.isLive) screen.write(`\r\u001B[K${table}: ${done}/${all}`);
  };
}
