import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import type { Address } from './address.ts';
import { listenOn } from './free-port.ts';

export interface Edge {
  close(): Promise<void>;
}

/** Cloudflare's proxy, as far as a proxied record needs one: passes connections on to where the record points now. */
export async function createEdge(at: Address, findOrigin: () => Promise<string | undefined>): Promise<Edge> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    keep(client);
    void findOrigin().then((address) => {
      if (address === undefined || client.destroyed) return client.destroy();
      const origin = connect({ host: address, port: at.port });
      keep(origin);
      origin.on('close', () => client.destroy());
      client.on('close', () => origin.destroy());
      return client.pipe(origin).pipe(client);
    });
  });
  await listenOn(at.address, at.port, server);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
