import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import { systemClock } from '../../../src/core/clock.ts';
import type { JsonObject } from '../json-object.ts';
import type { Outcome, Parcel } from './outcome.ts';
import { createPendingAcks } from './pending-acks.ts';

const MAX_CONNECTIONS = 10;
const PING_EVERY_MS = 5000;
const CLOSE_AFTER_WARNING_MS = 10_000;

/** The Socket Mode connections of the app. */
export interface SocketHub {
  readonly count: number;
  /** A ws:// address that is good for one connection. */
  issueUrl(): string;
  takeTicket(ticket: string): boolean;
  accept(socket: WebSocket): void;
  send(parcel: Parcel): Promise<Outcome>;
  /** `refresh`: asks politely and closes later, as Slack does every few hours; else just closes. `count`: how many. */
  disconnect(options: { refresh?: boolean; count?: number }): void;
  dropAll(): void;
}

interface Connection {
  socket: WebSocket;
  draining: boolean;
}

export function createSocketHub(appId: string, address: { url: string }, onChange: () => void): SocketHub {
  const connections = new Set<Connection>();
  const tickets = new Set<string>();
  const acks = createPendingAcks();

  const send = async (parcel: Parcel): Promise<Outcome> => {
    const open = [...connections].filter(({ socket, draining }) => !draining && socket.readyState === socket.OPEN);
    const chosen = open[Math.floor(Math.random() * open.length)];
    if (!chosen) return { ok: false, error: 'dispatch_failed', ackMs: 0 };
    return acks.waitFor((id) => chosen.socket.send(JSON.stringify(toEnvelope(id, parcel))));
  };

  const add = (socket: WebSocket): void => {
    const connection = { socket, draining: false };
    const closed = new AbortController();
    connections.add(connection);
    socket.on('message', (data) => acks.take((data as Buffer).toString()));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      connections.delete(connection);
      closed.abort();
      onChange();
    });
    socket.send(JSON.stringify(toHello(appId, connections.size)));
    void keepPinging(socket, closed.signal);
    onChange();
  };

  return {
    get count() {
      return connections.size;
    },
    issueUrl() {
      const ticket = randomBytes(16).toString('hex');
      tickets.add(ticket);
      return `${address.url.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${appId}`;
    },
    takeTicket: (ticket) => tickets.delete(ticket),
    accept(socket) {
      if (connections.size < MAX_CONNECTIONS) return add(socket);
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets', debug_info: debugInfo }));
      socket.close();
    },
    send,
    disconnect({ refresh = false, count = connections.size }) {
      for (const connection of [...connections].slice(0, count)) {
        if (refresh) void askToReconnect(connection);
        else connection.socket.terminate();
      }
    },
    dropAll() {
      for (const { socket } of connections) socket.terminate();
    },
  };
}

const debugInfo = { host: 'applink-sandbox', build_number: 1, approximate_connection_time: 18_060 };

const toHello = (appId: string, connections: number): JsonObject => ({
  type: 'hello',
  num_connections: connections,
  debug_info: debugInfo,
  connection_info: { app_id: appId },
});

function toEnvelope(id: string, { type, payload, acceptsBody, retry }: Parcel): JsonObject {
  const attempt = type === 'events_api' ? { retry_attempt: retry?.number ?? 0, retry_reason: retry?.reason ?? '' } : {};
  return { envelope_id: id, type, payload, accepts_response_payload: acceptsBody, ...attempt };
}

async function keepPinging(socket: WebSocket, closed: AbortSignal): Promise<void> {
  while (!closed.aborted) {
    if (socket.readyState === socket.OPEN) socket.ping();
    await systemClock.sleep(PING_EVERY_MS, closed);
  }
}

async function askToReconnect(connection: Connection): Promise<void> {
  const { socket } = connection;
  connection.draining = true;
  const closed = new AbortController();
  socket.once('close', () => closed.abort());
  socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: debugInfo }));
  await systemClock.sleep(CLOSE_AFTER_WARNING_MS, closed.signal);
  if (!closed.signal.aborted) socket.terminate();
}
