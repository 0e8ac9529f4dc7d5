import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Certificate } from './certificate.ts';
import type { Container } from './containers.ts';
import { listenOn, portOf } from './free-port.ts';

export interface SiteDeps {
  name: 'home' | 'standby';
  containers: ReadonlyMap<string, Container>;
  certificate: Certificate;
  /** A status that every request is answered with, while something is wrong. */
  forcedStatus(): number | undefined;
}

export interface Site {
  /** On 127.0.0.1, behind the site's cable. */
  readonly innerPort: number;
  /** Whether the front page would come without a 5xx. */
  readonly isServing: boolean;
  close(): Promise<void>;
}

/** The service behind nginx, as one site serves it. */
export async function createSite({ name, containers, certificate, forcedStatus }: SiteDeps): Promise<Site> {
  const items: string[] = [];
  const isRunning = (container: string): boolean => containers.get(container)?.state === 'running';

  function answer(
    request: Pick<IncomingMessage, 'url' | 'method'>,
    body: string,
  ): { status: number; json?: unknown; html?: string } {
    const forced = forcedStatus();
    if (forced !== undefined) return { status: forced, html: page(`Error ${forced}`) };
    if (!isRunning('used-market-frontend') || !isRunning('used-market-backend')) {
      return { status: 502, html: page('502 Bad Gateway') };
    }
    const path = (request.url ?? '/').split('?')[0];
    if (path === '/' && (request.method === 'GET' || request.method === 'HEAD'))
      return { status: 200, html: page('nextuse') };
    if (path !== '/items') return { status: 404, json: { error: 'not found' } };
    if (!isRunning('used-market-db')) return { status: 500, json: { error: 'database is gone' } };
    if (request.method === 'GET') return { status: 200, json: { items } };
    if (request.method !== 'POST') return { status: 405, json: { error: 'method not allowed' } };
    if (name === 'standby') return { status: 403, json: { error: 'read-only' } };
    items.push(body);
    return { status: 201, json: { id: items.length } };
  }

  function page(title: string): string {
    return `<!doctype html><title>${title}</title><h1>${title}</h1><p>Served by ${name}</p>\n`;
  }

  function respond(request: IncomingMessage, response: ServerResponse, body: string): void {
    const { status, json, html } = answer(request, body);
    response.writeHead(status, {
      server: 'nginx',
      'x-served-by': name,
      'content-type': json === undefined ? 'text/html; charset=utf-8' : 'application/json',
    });
    response.end(json === undefined ? html : JSON.stringify(json));
  }

  const server = createServer({ cert: certificate.cert, key: certificate.key }, (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      if (body.length < 10_000) body += chunk.toString();
    });
    request.on('end', () => respond(request, response, body));
  });
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  await listenOn('127.0.0.1', 0, server);
  return {
    innerPort: portOf(server),
    get isServing() {
      return answer({ url: '/', method: 'GET' }, '').status < 500;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
