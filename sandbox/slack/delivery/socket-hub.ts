import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import { systemClock } from '../../../src/core/clock.ts';
import type { JsonObject } from '../json-object.ts';
import { keepNewest } from '../keep-newest.ts';
import type { Outcome, Parcel } from './outcome.ts';
import { createPendingAcks } from './pending-acks.ts';

const MAX_CONNECTIONS = 10;
const PING_EVERY_MS = 5000;
const NOTICE_MS = 10_000;
/** As long as an ack may take: what was sent over the old connection can still be acknowledged there. */
const DRAIN_MS = 3000;
const MAX_TICKETS = 100;

/** The Socket Mode connections of the app. */
export interface SocketHub {
  readonly count: number;
  /** A ws:// address that is good for one connection. */
  issueUrl(): string;
  takeTicket(ticket: string): boolean;
  accept(socket: WebSocket): void;
  send(parcel: Parcel): Promise<Outcome>;
  /**
   * `refresh`: as Slack does every few hours. It warns 10 s ahead (`noticeMs`), asks to reconnect, sends nothing more over
   * the old connection and closes it. Else just closes. `count`: how many.
   */
  disconnect(options: { refresh?: boolean; count?: number; noticeMs?: number }): void;
  dropAll(): void;
  /** The connections stay open, and nothing is sent over them any more; new ones are well. */
  deafen(isDeaf: boolean): void;
  readonly isDeaf: boolean;
}

interface Connection {
  socket: WebSocket;
  /** `warned`: used only when there is no other; `draining`: never. */
  phase: 'open' | 'warned' | 'draining';
  isDeaf?: boolean;
}

export function createSocketHub(appId: string, address: { url: string }, onChange: () => void): SocketHub {
  const connections = new Set<Connection>();
  const tickets = new Set<string>();
  const acks = createPendingAcks();
  let isDeafened = false;

  const send = async (parcel: Parcel): Promise<Outcome> => {
    const chosen = pickOne(connections, 'open') ?? pickOne(connections, 'warned');
    if (!chosen) return { ok: false, error: 'dispatch_failed', ackMs: 0 };
    return acks.waitFor((id) => {
      if (!chosen.isDeaf) chosen.socket.send(JSON.stringify(toEnvelope(id, parcel)));
    });
  };

  const add = (socket: WebSocket): void => {
    const connection: Connection = { socket, phase: 'open' };
    const closed = new AbortController();
    connections.add(connection);
    isDeafened = false;
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
      keepNewest(tickets, MAX_TICKETS);
      return `${address.url.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${appId}`;
    },
    takeTicket: (ticket) => tickets.delete(ticket),
    accept(socket) {
      if (connections.size < MAX_CONNECTIONS) return add(socket);
      socket.send(toDisconnect('too_many_websockets'));
      socket.close();
    },
    send,
    disconnect({ refresh = false, count = connections.size, noticeMs = NOTICE_MS }) {
      for (const connection of [...connections].slice(0, count)) {
        if (refresh) void refreshOne(connection, noticeMs);
        else connection.socket.terminate();
      }
    },
    deafen(isDeaf) {
      isDeafened = isDeaf;
      for (const connection of connections) connection.isDeaf = isDeaf;
    },
    get isDeaf() {
      return isDeafened || [...connections].some((connection) => connection.isDeaf === true);
    },
    dropAll() {
      for (const { socket } of connections) socket.terminate();
    },
  };
}

function pickOne(connections: Iterable<Connection>, phase: Connection['phase']): Connection | undefined {
  const all = [...connections].filter((each) => each.phase === phase && each.socket.readyState === each.socket.OPEN);
  return all[Math.floor(Math.random() * all.length)];
}

const debugInfo = { host: 'applink-sandbox', build_number: 1, approximate_connection_time: 18_060 };

const toDisconnect = (reason: string): string => JSON.stringify({ type: 'disconnect', reason, debug_info: debugInfo });

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

async function refreshOne(connection: Connection, noticeMs: number): Promise<void> {
  const { socket } = connection;
  const closed = new AbortController();
  socket.once('close', () => closed.abort());
  connection.phase = 'warned';
  socket.send(toDisconnect('warning'));
  await systemClock.sleep(noticeMs, closed.signal);
  if (closed.signal.aborted) return;
  connection.phase = 'draining';
  socket.send(toDisconnect('refresh_requested'));
  await systemClock.sleep(DRAIN_MS, closed.signal);
  if (!closed.signal.aborted) socket.close();
}
