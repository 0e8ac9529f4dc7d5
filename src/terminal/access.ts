import { chmodSync, chownSync, lstatSync, mkdirSync, statSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';

const GROUP_ENTER = 0o010;
const GROUP_WRITE = 0o020;
const STICKY = 0o1000;

/** Who may do what, as the folder of the database says: its group, and nobody else, can be let in. */
export interface FolderAccess {
  ownerUid: number;
  gid: number;
  /** Members of the group may talk to the bot. */
  groupMayTalk: boolean;
  /** Members of the group may open the database itself. */
  groupMayDrive: boolean;
}

export function readFolderAccess(database: string): FolderAccess {
  const { uid, gid, mode } = statSync(dirname(database));
  const groupMayTalk = (mode & GROUP_ENTER) !== 0;
  return { ownerUid: uid, gid, groupMayTalk, groupMayDrive: groupMayTalk && (mode & GROUP_WRITE) !== 0 };
}

/** 0600, or 0660 for the group of the folder where that may come in. */
export function openSocketFile(path: string, access: FolderAccess): void {
  if (access.groupMayTalk) chownSync(path, -1, access.gid);
  chmodSync(path, access.groupMayTalk ? 0o660 : 0o600);
}

/** Makes the folder for marks: sticky, so that no member of the group can take away another's. */
export function makeMarkFolder(path: string, access: FolderAccess): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const found = lstatSync(path);
  if (!found.isDirectory()) throw new Error(`${path} is not a folder`);
  if (access.groupMayTalk && found.gid !== access.gid) chownSync(path, -1, access.gid);
  chmodSync(path, (access.groupMayTalk ? 0o770 : 0o700) | STICKY);
}

/**
 * Whether a socket is the bot's. A stranger's could only stand there where members of the group may write in the folder,
 * and those can write the database as well.
 */
export function isTrusted(socket: Stats, self: number, access: FolderAccess): boolean {
  if (!socket.isSocket()) return false;
  return socket.uid === access.ownerUid || socket.uid === self || socket.uid === 0 || access.groupMayDrive;
}
