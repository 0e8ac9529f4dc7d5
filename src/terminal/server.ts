import { mkdirSync, unlinkSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { OpsError } from '../core/errors.ts';
import { makeMarkFolder, openSocketFile, readFolderAccess } from './access.ts';
import { serveTerminal } from './connection.ts';
import type { TerminalDeps } from './deps.ts';
import { LIMITS, markFolderOf, socketPathOf } from './protocol.ts';

export interface TerminalServer {
  /** Never throws: a bot that terminals cannot reach is better than none. The log says why. */
  start(): Promise<void>;
  /** Takes nobody new and lets those that are connected go. */
  stop(): Promise<void>;
}

/** Of the address of a Unix socket; Linux takes three more. */
const PATH_MAX_BYTES = 104;

/** The Unix socket on which the terminal's verbs reach the running bot. Only the holder of the database may call `start`. */
export function createTerminalServer(deps: TerminalDeps): TerminalServer {
  const { database, log } = deps;
  const path = socketPathOf(database);
  const markFolder = markFolderOf(database);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    serveTerminal(socket, markFolder, deps)
      .catch((err: unknown) => log.error({ err }, 'terminal broke'))
      .finally(() => sockets.delete(socket));
  });
  server.maxConnections = LIMITS.connections;
  server.on('error', (err) => {
    if (server.listening) log.error({ err }, 'terminal socket had an error');
  });

  return {
    async start() {
      try {
        if (Buffer.byteLength(path) >= PATH_MAX_BYTES)
          throw new OpsError('invalid_input', `${path} is too long for a socket`);
        mkdirSync(dirname(database), { recursive: true, mode: 0o700 });
        const access = readFolderAccess(database);
        makeMarkFolder(markFolder, access);
        // Whoever has the database is alone: what stands here was left by one that died.
        removeIfThere(path);
        await new Promise<void>((resolve, reject) => {
          server.once('error', reject);
          server.listen(path, () => {
            server.off('error', reject);
            resolve();
          });
        });
        openSocketFile(path, access);
        log.info({ path, group: access.groupMayTalk ? access.gid : undefined }, 'terminal socket opened');
      } catch (err) {
        log.error({ err, path }, 'terminal socket not opened');
      }
    },
    async stop() {
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown;
  }
}
