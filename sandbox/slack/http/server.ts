import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import type { Core } from '../core.ts';
import { answer, urlOf } from './routes.ts';

export interface SlackServer {
  /** Resolves with `http://127.0.0.1:port`. */
  listen(port: number): Promise<string>;
  /** Resets every connection, sockets of Socket Mode included. */
  dropConnections(): void;
  close(): Promise<void>;
}

/** Everything the app reaches over HTTP: Web API, uploads, response_urls and the upgrade to Socket Mode. */
export function createSlackServer(core: Core): SlackServer {
  const sockets = new Set<Socket>();
  const upgrades = new WebSocketServer({ noServer: true });
  const server = createServer((request, response) => {
    void serve(core, request, response).catch((error: unknown) => {
      // A bug of this stand-in, not of the app.
      core.record.violation({ method: request.url ?? '', error: 'sandbox_bug', messages: [String(error)] });
      request.socket.resetAndDestroy();
    });
  });
  server.on('connection', (socket) => {
    if (core.faults.isDown) return void socket.resetAndDestroy();
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request, socket, head) => {
    const ticket = urlOf(request).searchParams.get('ticket') ?? '';
    if (!core.sockets.takeTicket(ticket)) return void socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
    upgrades.handleUpgrade(request, socket, head, (webSocket) => core.sockets.accept(webSocket));
  });
  return {
    listen: (port) => listen(server, port),
    dropConnections() {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

async function serve(core: Core, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const ending = await answer(core, request);
  if (ending === 'silence') return;
  if (ending === 'reset') return void request.socket.resetAndDestroy();
  response.writeHead(ending.status, ending.headers);
  response.end(ending.body);
}
