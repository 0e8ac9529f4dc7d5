import { createConnection } from 'node:net';
import type { Environment } from './config/environment.ts';
import type { Clock } from './core/clock.ts';
import { OpsError } from './core/errors.ts';
import type { Log } from './core/ports/log.ts';
import type { Store } from './core/store.ts';
import type { Texts } from './core/texts/catalogue.ts';
import { openStore } from './open-store.ts';
import { socketPathOf } from './terminal/protocol.ts';

const LOOK_EVERY_MS = 500;
const LIMIT_MS = 15 * 60_000;

/**
 * The database, as soon as a terminal that carries on a run is done with it: a service manager that restarts the bot a few
 * times and gives up must not be what keeps it down. Another bot is told from a terminal by its socket, and is not
 * waited for. Errors: those of openStore.
 */
export async function openStoreWhenFree(
  address: Environment['store'],
  texts: Texts,
  { clock, log }: { clock: Clock; log: Log },
): Promise<Store> {
  const until = clock.now().getTime() + LIMIT_MS;
  for (let isTold = false; ; isTold = true) {
    try {
      return await openStore(address, texts);
    } catch (thrown) {
      const isHeld = thrown instanceof OpsError && thrown.code === 'conflict';
      if (!isHeld || clock.now().getTime() > until || (await isBotThere(address.path))) throw thrown;
      if (!isTold) log.warn({ path: address.path }, 'database held by a terminal, waited for');
      await clock.sleep(LOOK_EVERY_MS);
    }
  }
}

function isBotThere(database: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(socketPathOf(database));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
