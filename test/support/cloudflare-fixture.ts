import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface FixtureRecord {
  id: string;
  name: string;
  type: string;
  content: string;
  ttl: number;
  proxied: boolean;
  comment: string | null;
}

export interface Request {
  method: string;
  path: string;
  query: Record<string, string>;
  body: Record<string, unknown>;
  authorization: string;
}

/** Does something else than the API would; `serve` then does what the API would. */
export type Trouble = (response: ServerResponse, request: Request, serve: () => void) => void;

export interface CloudflareFixture {
  baseUrl: string;
  records: FixtureRecord[];
  requests: Request[];
  /** TCP connections that were made. */
  connectionCount(): number;
  zoneId: string;
  /** The next request with this method meets trouble; several wait in order. */
  next(method: string, trouble: Trouble): void;
}

/** The part of Cloudflare's API that is used, with nulls where the live one has them; it ends with the test. */
export async function useCloudflare(records: Partial<FixtureRecord>[]): Promise<CloudflareFixture> {
  const troubles: Array<{ method: string; trouble: Trouble }> = [];
  const fixture = { records: records.map(fill), requests: [] as Request[], zoneId: 'zone1' };
  let connectionCount = 0;
  const server = createServer((incoming, response) => {
    void readRequest(incoming).then((request) => {
      fixture.requests.push(request);
      const serve = (): void => answer(request, fixture, response);
      const at = troubles.findIndex(({ method }) => method === request.method);
      const [met] = at < 0 ? [] : troubles.splice(at, 1);
      if (met) met.trouble(response, request, serve);
      else serve();
    });
  });
  server.on('connection', () => connectionCount++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return Object.assign(fixture, {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/client/v4`,
    connectionCount: () => connectionCount,
    next: (method: string, trouble: Trouble) => void troubles.push({ method, trouble }),
  });
}

export function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json', ...headers });
  response.end(isText ? body : JSON.stringify(body));
}

export function refusal(code: number, message: string): object {
  return { success: false, errors: [{ code, message }], messages: [], result: null };
}

function fill(record: Partial<FixtureRecord>, index: number): FixtureRecord {
  return {
    id: `record${index}`,
    name: '',
    type: 'CNAME',
    content: '',
    ttl: 60,
    proxied: false,
    comment: null,
    ...record,
  };
}

async function readRequest(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const url = new URL(incoming.url ?? '', 'http://api');
  const text = Buffer.concat(chunks).toString();
  return {
    method: incoming.method ?? '',
    path: url.pathname.replace('/client/v4', ''),
    query: Object.fromEntries(url.searchParams),
    body: text ? (JSON.parse(text) as Record<string, unknown>) : {},
    authorization: incoming.headers.authorization ?? '',
  };
}

function answer(
  { method, path, query, body }: Request,
  { records, zoneId }: { records: FixtureRecord[]; zoneId: string },
  response: ServerResponse,
): void {
  const ok = (result: unknown): void => send(response, 200, { success: true, errors: [], messages: [], result });
  if (path === '/zones')
    return ok(query['name'] === 'example.net' ? [{ id: zoneId, name: 'example.net', owner: { id: null } }] : []);
  const [, zone, id] = /^\/zones\/(\w+)\/dns_records(?:\/(\w+))?$/.exec(path) ?? [];
  if (zone !== zoneId) return send(response, 404, refusal(7003, 'Could not route to the path'));
  if (method === 'GET') {
    const shown = records.filter(({ name }) => name === query['name.exact']);
    return ok(
      shown.map((record) => ({ ...record, modified_on: '2026-11-21T06:00:00Z', tags: [], meta: {}, settings: null })),
    );
  }
  const record = records.find((each) => each.id === id);
  if (!record) return send(response, 404, refusal(81044, 'Record does not exist.'));
  Object.assign(record, body);
  ok(record);
}
