import { execFile } from 'node:child_process';
import { lstat, readlink, symlink, unlink } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';
import type { Account, Accounts } from '../core/ports/accounts.ts';
import { readNames } from './name-files.ts';

const LOOKUP_LIMIT_MS = 3_000;
const run = promisify(execFile);

/**
 * The accounts of the operating system. `known` are the names worth looking for: those of the inventory.
 *
 * A mark is a symbolic link whose target is the nonce. The target is given when a link is made and cannot be changed
 * after, so whoever owns a link with this target made it for this nonce: another's file that was moved or hard-linked to
 * the path says something else. Nobody has to be able to read anything (docs/adr/0006).
 */
export function createSystemAccounts(known: readonly string[] = []): Accounts {
  return {
    self: async () => findSelf(),
    leaveMark: (path, nonce) => symlink(nonce, path),
    async takeMark(path, nonce) {
      try {
        const stats = await lstat(path);
        if (!stats.isSymbolicLink() || (await readlink(path)) !== nonce) return undefined;
        return { uid: stats.uid, name: await findName(stats.uid, known) };
      } catch {
        return undefined;
      } finally {
        await unlink(path).catch(() => undefined);
      }
    },
  };
}

/** Not with the help of `id`: which program that is depends on the caller's environment. */
function findSelf(): Account {
  try {
    const { uid, username } = userInfo();
    return { uid, name: username };
  } catch {
    // An account without a name, as in some containers.
    const uid = process.geteuid?.() ?? -1;
    return { uid, name: `uid ${uid}` };
  }
}

/** The name whose number this is. Two known names of one number are one account for the machine, and nobody's here. */
async function findName(uid: number, known: readonly string[]): Promise<Account['name']> {
  if (uid === 0) return 'root';
  const listed = readNames('/etc/passwd', uid);
  const numbers = await Promise.all(known.map(findUid));
  const names = known.filter((name, at) => numbers[at] === uid || listed.includes(name));
  const [name = listed[0]] = names;
  return name !== undefined && names.length <= 1 ? name : `uid ${uid}`;
}

/** Node cannot look up other accounts; `id` asks whatever the machine uses, files or a directory. */
async function findUid(name: string): Promise<number | undefined> {
  // `id 1000` would be the number itself, and a leading dash an option.
  if (!/^[A-Za-z_]/.test(name)) return undefined;
  try {
    const { stdout } = await run('id', ['-u', name], { timeout: LOOKUP_LIMIT_MS });
    return /^\d+\n?$/.test(stdout) ? Number(stdout) : undefined;
  } catch {
    return undefined;
  }
}
