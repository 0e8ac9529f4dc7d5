import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { OpsError } from '../core/errors.ts';
import type { Account } from '../core/ports/accounts.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { readNames } from '../terminal/name-files.ts';

const { R_OK, W_OK, X_OK } = constants;

/** `unreachable` when this account cannot work on the database, with what is missing; also where there is none at all. */
export function checkDatabase(path: string, account: Account, texts: Texts): void {
  const { cli } = texts;
  const folder = dirname(resolve(path));
  const closed = findClosed(folder);
  if (closed !== undefined) throw toForbidden(closed, account, texts);
  if (!existsSync(path)) throw new OpsError('unreachable', cli.noDatabase({ path }), { hint: cli.noDatabaseHint });
  const files = [path, `${path}-wal`, `${path}-shm`, `${path}.lock`].filter((file) => existsSync(file));
  const bad = mayUse(folder, W_OK | X_OK) ? files.find((file) => !mayUse(file, R_OK | W_OK)) : folder;
  if (bad !== undefined) throw toForbidden(bad, account, texts);
}

/** The first folder on the way that may not be entered. */
function findClosed(folder: string): string | undefined {
  const above = dirname(folder);
  const closed = above === folder ? undefined : findClosed(above);
  return closed ?? (existsSync(folder) && !mayUse(folder, X_OK) ? folder : undefined);
}

function mayUse(file: string, mode: number): boolean {
  try {
    accessSync(file, mode);
    return true;
  } catch {
    return false;
  }
}

function toForbidden(path: string, { name }: Account, { cli }: Texts): OpsError {
  const { uid, gid, mode } = statSync(path);
  const facts = {
    path,
    account: name,
    owner: readNames('/etc/passwd', uid)[0] ?? String(uid),
    group: readNames('/etc/group', gid)[0] ?? String(gid),
    mode: (mode & 0o7777).toString(8).padStart(4, '0'),
  };
  return new OpsError('unreachable', cli.databaseForbidden(facts), { hint: cli.letIn({ account: name }) });
}
