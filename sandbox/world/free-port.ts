import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import type { Server } from 'node:net';

// Below the range from which systems take ports for outgoing connections: a port that is closed for a while (a site
// that is down) must still be ours when it opens again.
const LOWEST = 20_000;
const HIGHEST = 32_000;
const TRIES = 50;

/**
 * A port that is free on each of the addresses.
 * Errors: says what to type when an address does not exist on this machine (macOS knows 127.0.0.1 alone).
 */
export async function findFreePort(addresses: readonly string[]): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await isFreeOnAll(addresses, port)) return port;
  }
  throw new Error(`No free port on ${addresses.join(', ')}`);
}

async function isFreeOnAll(addresses: readonly string[], port: number): Promise<boolean> {
  const servers: Server[] = [];
  try {
    for (const address of addresses) servers.push(await listenOn(address, port));
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' || code === 'EACCES') return false;
    if (code === 'EADDRNOTAVAIL') throw new Error(adviceFor(addresses), { cause: error });
    throw error;
  } finally {
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

function adviceFor(addresses: readonly string[]): string {
  const commands = addresses.filter((it) => it !== '127.0.0.1').map((it) => `sudo ifconfig lo0 alias ${it}`);
  return `The sandbox needs the loopback addresses ${addresses.join(', ')}. On macOS run: ${commands.join('; ')}`;
}

/** A TCP server on exactly this address and port; port 0 takes any. */
export function listenOn(address: string, port: number, server: Server = createServer()): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port }, () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}

/** The port a listening TCP server got. */
export function portOf(server: Server): number {
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('Server does not listen on a port');
  return bound.port;
}
