import { chmodSync, chownSync, closeSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const GROUP_ALL = 0o070;

/**
 * Makes the file if it is not there, and lets in who may come in: the account that has it, and the group of its folder
 * where that group may write there anyway. SQLite gives the files that it makes beside a database the same mode.
 */
export function openFile(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
  const folder = statSync(dirname(path));
  const file = statSync(path);
  const self = process.geteuid?.();
  // What root makes must not shut out the bot.
  if (self === 0 && file.uid === 0 && folder.uid !== 0) chownSync(path, folder.uid, folder.gid);
  if (self !== 0 && file.uid !== self) return;
  const isShared = (folder.mode & GROUP_ALL) === GROUP_ALL;
  if (isShared && file.gid !== folder.gid) chownSync(path, -1, folder.gid);
  chmodSync(path, isShared ? 0o660 : 0o600);
}
