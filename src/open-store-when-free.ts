import { createConnection } from 'node:net';
import type { Environment } from './config/environment.ts';
import type { Clock } from './core/clock.ts';
import { OpsError } from './core/errors.ts';
import type { Log } from './core/ports/log.ts';
import { findStoreTrouble } from './core/store-trouble.ts';
import type { Store } from './core/store.ts';
import type { Texts } from './core/texts/catalogue.ts';
import { openStore } from './open-store.ts';
import { socketPathOf } from './terminal/protocol.ts';

const LOOK_EVERY_MS = 500;
const HELD_LIMIT_MS = 15 * 60_000;
/** A machine that starts with all it has: its database may come a little later than the bot. */
const AWAY_LIMIT_MS = 60_000;

/**
 * The database, as soon as a terminal that carries on a run is done with it, or PostgreSQL answers: a service manager that
 * restarts the bot a few times and gives up must not be what keeps it down. Another bot is told from a terminal by its
 * socket, and is not waited for. Errors: those of openStore.
 */
export async function openStoreWhenFree(
  address: Environment['store'],
  texts: Texts,
  { clock, log }: { clock: Clock; log: Log },
): Promise<Store> {
  const begun = clock.now().getTime();
  const place = address.kind === 'sqlite' ? address.path : address.place;
  for (let isTold = false; ; isTold = true) {
    try {
      return await openStore(address, texts, { clock, log });
    } catch (thrown) {
      const limitMs = await findPatience(address, thrown);
      if (clock.now().getTime() >= begun + limitMs) throw thrown;
      if (!isTold && address.kind === 'sqlite') log.warn({ path: place }, 'database held by a terminal, waited for');
      if (!isTold && address.kind === 'postgres') log.warn({ place, err: thrown }, 'database not reached, waited for');
      await clock.sleep(LOOK_EVERY_MS);
    }
  }
}

async function findPatience(address: Environment['store'], thrown: unknown): Promise<number> {
  if (address.kind === 'postgres') return findStoreTrouble(thrown) === 'away' ? AWAY_LIMIT_MS : 0;
  const isHeld = thrown instanceof OpsError && thrown.code === 'conflict';
  return isHeld && !(await isBotThere(address.path)) ? HELD_LIMIT_MS : 0;
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
