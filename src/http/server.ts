import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../core/clock.ts';
import { OpsError, toOpsError } from '../core/errors.ts';
import type { Log } from '../core/ports/log.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { answerJson } from './answer-json.ts';
import type { Route } from './route.ts';

interface Deps {
  host: string;
  /** 0 lets the machine choose a free one. */
  port: number;
  routes: readonly Route[];
  texts: Texts;
  log: Log;
  clock: Clock;
  /** Shorter than usual, ms. */
  limits?: { headersMs: number; requestMs: number };
}

export interface HttpServer {
  /** Resolves with the real port; throws an OpsError when it cannot listen. */
  start(): Promise<number>;
  /** Takes nothing new, lets answers in hand finish, and ends within a second whatever clients do. */
  stop(): Promise<void>;
}

const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 5_000,
  // Node looks for requests that are late only this often; its default would let them stay half a minute.
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16 * 1_024,
} as const;
/** A sender may open one for each alert of a storm. */
const MAX_CONNECTIONS = 4_096;
const MAX_BODY_BYTES = { GET: 0, POST: 1_024 * 1_024, PUT: 1_024 * 1_024 } as const;
const GRACE_MS = 800;

/** Exact routes and nothing else: no listing, no banner, limits on time and size everywhere. */
export function createHttpServer({ host, port, routes, texts, log, clock, limits }: Deps): HttpServer {
  const server = createServer(
    { ...LIMITS, ...(limits && toTimeouts(limits)) },
    (request, response) => void answer(request, response),
  );
  server.maxConnections = MAX_CONNECTIONS;
  // Without a listener, running out of file descriptors would end the process.
  server.on('error', (error) => {
    if (server.listening) log.error({ err: error }, 'http server had an error');
  });
  server.on('drop', () => log.warn({ maxConnections: MAX_CONNECTIONS }, 'http connection dropped'));

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url?.split('?', 1)[0] ?? '';
    const atPath = routes.filter((route) => isAt(route, path));
    const route = atPath.find(({ method }) => method === request.method);
    if (!route) {
      if (atPath.length > 0) response.setHeader('Allow', atPath.map(({ method }) => method).join(', '));
      return refuse(request, response, atPath.length > 0 ? 405 : 404);
    }
    if (Number(request.headers['content-length'] ?? 0) > (route.maxBodyBytes ?? MAX_BODY_BYTES[route.method])) {
      return refuse(request, response, 413);
    }
    try {
      await route.answer(request, response);
    } catch (error) {
      // What follows may be a secret.
      log.error({ err: error, path: route.path }, 'http request broke');
      if (response.headersSent) response.destroy();
      else refuse(request, response, 500);
    }
  };

  return {
    async start() {
      await listen(server, host, port).catch((error: unknown) => {
        throw toListenError(error, { host, port, texts });
      });
      return (server.address() as AddressInfo).port;
    },
    async stop() {
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const grace = new AbortController();
      await Promise.race([closed, clock.sleep(GRACE_MS, grace.signal)]);
      grace.abort();
      server.closeAllConnections();
      await closed;
    },
  };
}

const isAt = ({ path, hasSubpaths }: Route, asked: string): boolean =>
  asked === path || (hasSubpaths === true && asked.startsWith(`${path}/`));
function toTimeouts({ headersMs, requestMs }: NonNullable<Deps['limits']>) {
  return { headersTimeout: headersMs, requestTimeout: requestMs, connectionsCheckingInterval: headersMs / 4 };
}

/** The connection of a refused request with a body is closed: what still comes on it is not read. */
function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  const hasBody = request.headers['transfer-encoding'] !== undefined || request.headers['content-length'] !== undefined;
  if (hasBody) response.setHeader('Connection', 'close');
  answerJson(response, status);
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function toListenError(error: unknown, { host, port, texts }: Pick<Deps, 'host' | 'port' | 'texts'>): OpsError {
  const { config } = texts;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EADDRINUSE') {
    return new OpsError('conflict', config.portTaken({ host, port }), { hint: config.portTakenHint, cause: error });
  }
  if (code === 'EACCES') {
    return new OpsError('not_allowed', config.portForbidden({ host, port }), {
      hint: config.portForbiddenHint,
      cause: error,
    });
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new OpsError('invalid_input', config.hostNotHere({ host }), { hint: config.hostNotHereHint, cause: error });
  }
  return toOpsError(error);
}
