import { readlink, symlink, unlink } from 'node:fs/promises';
import type { Account, Accounts } from '../../src/core/ports/accounts.ts';

const UIDS: Readonly<Record<string, number>> = {
  root: 0,
  bot: 1_000,
  jin: 1_001,
  mina: 1_002,
  yuna: 1_003,
  nobody: 1_004,
};

const toAccount = (name: string): Account => ({ name, uid: UIDS[name] ?? 1_005 });

/**
 * Accounts by name, for processes of one and the same real account: marks say who left them, because the file system
 * cannot. The real ones are tested with real accounts, in test/accounts.
 */
export function createTestAccounts(name: string): Accounts {
  return {
    self: async () => toAccount(name),
    leaveMark: (path, nonce) => symlink(`${nonce} ${name}`, path),
    async takeMark(path, nonce) {
      try {
        const [said, by] = (await readlink(path)).split(' ');
        return said === nonce && by !== undefined ? toAccount(by) : undefined;
      } catch {
        return undefined;
      } finally {
        await unlink(path).catch(() => undefined);
      }
    },
  };
}
