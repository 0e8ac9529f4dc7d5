import { closeSync, existsSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';

export type BackUp =
  | { kind: 'made'; bytes: number }
  /** Something stands there already; it is not written over. */
  | { kind: 'taken' }
  /** What SQLite found wrong with the copy, which is deleted again. */
  | { kind: 'broken'; problem: string };

/**
 * Copies a database as it is at one moment, while others go on writing to it, and has SQLite check the copy. Half a copy
 * never stands under the name of a whole one. Throws what the file system or SQLite says.
 */
export async function backUpSqlite(path: string, target: string): Promise<BackUp> {
  if (existsSync(target)) return { kind: 'taken' };
  const part = `${target}.part`;
  closeSync(openSync(part, 'w', 0o600));
  try {
    const source = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
    try {
      await backup(source, part);
    } finally {
      source.close();
    }
    const problem = findProblem(part);
    if (problem !== undefined) return { kind: 'broken', problem };
    renameSync(part, target);
    return { kind: 'made', bytes: statSync(target).size };
  } finally {
    for (const left of [part, `${part}-wal`, `${part}-shm`, `${part}-journal`]) rmSync(left, { force: true });
  }
}

function findProblem(path: string): string | undefined {
  const copy = new DatabaseSync(path);
  try {
    // One file that needs nothing beside it.
    copy.exec('pragma journal_mode = delete');
    const answer = copy.prepare('pragma integrity_check').get() as { integrity_check?: string };
    return answer.integrity_check === 'ok' ? undefined : (answer.integrity_check ?? 'no answer');
  } finally {
    copy.close();
  }
}
