import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../../src/core/clock.ts';
import { listenOn, portOf } from '../free-port.ts';
import { ApiError } from './api-error.ts';
import type { Direction, Trouble } from './api-faults.ts';
import { toFailure } from './envelope.ts';
import type { Envelope } from './envelope.ts';
import { createQuota } from './quota.ts';
import type { ApiRequest } from './routes.ts';

export interface RequestRecord {
  at: Date;
  method: string;
  /** Behind /client/v4, with the query. */
  path: string;
  body: unknown;
  /** undefined: no status was sent (reset, hang). */
  status: number | undefined;
}

export interface ApiServer {
  /** …/client/v4 */
  readonly url: string;
  readonly requests: RequestRecord[];
  close(): Promise<void>;
}

const BASE = '/client/v4';
const BAD_GATEWAY = '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>cloudflare</body>\r\n</html>\r\n';

/** HTTP in front of the routes: what is said about a request besides its result, and what goes wrong on request. */
export async function createApiServer(deps: {
  clock: Clock;
  answer(request: ApiRequest): Envelope;
  takeTrouble(direction: Direction): Trouble | undefined;
}): Promise<ApiServer> {
  const { clock, answer, takeTrouble } = deps;
  const requests: RequestRecord[] = [];
  const quota = createQuota(clock);

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readBody(request);
    const url = new URL(request.url ?? '/', 'http://sandbox');
    const path = url.pathname.startsWith(`${BASE}/`) ? url.pathname.slice(BASE.length) : url.pathname;
    const body = toJson(text);
    const method = request.method ?? 'GET';
    const record: RequestRecord = { at: clock.now(), method, path: `${path}${url.search}`, body, status: undefined };
    requests.push(record);
    const trouble = takeTrouble(method === 'GET' ? 'read' : 'write');
    const result =
      trouble === undefined || trouble.isApplied
        ? perform({ method, path, query: url.searchParams, authorization: request.headers.authorization, body })
        : undefined;
    if (trouble !== undefined && !(trouble.kind === 'hang' && trouble.isBodyOnly)) {
      return makeTrouble(trouble, record, request, response);
    }
    const { status, envelope, headers } = result ?? { status: 200, envelope: undefined, headers: {} };
    record.status = status;
    send(
      response,
      status,
      headers,
      envelope === undefined ? undefined : JSON.stringify(envelope),
      trouble !== undefined,
    );
  }

  function perform(request: ApiRequest): { status: number; envelope: Envelope; headers: Record<string, string> } {
    const waitSeconds = quota.take();
    try {
      if (waitSeconds !== undefined) throw tooMany();
      return { status: 200, envelope: answer(request), headers: {} };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const headers: Record<string, string> = waitSeconds === undefined ? {} : { 'retry-after': String(waitSeconds) };
      return { status: error.status, envelope: toFailure(error), headers };
    }
  }

  function makeTrouble(
    trouble: Trouble,
    record: RequestRecord,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    if (trouble.kind === 'hang') return;
    if (trouble.kind === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    const status = trouble.kind === 'status' ? trouble.status : 200;
    record.status = status;
    if (status === 502) {
      response.writeHead(502, { 'content-type': 'text/html; charset=UTF-8', server: 'cloudflare' }).end(BAD_GATEWAY);
      return;
    }
    const error = status === 429 ? tooMany() : new ApiError(status, 1, 'Internal server error');
    const retry = trouble.kind === 'status' && (status === 429 || status === 503);
    const headers: Record<string, string> = retry ? { 'retry-after': String(trouble.retryAfterSeconds) } : {};
    send(response, status, headers, JSON.stringify(toFailure(error)), false);
  }

  function send(
    response: ServerResponse,
    status: number,
    headers: Record<string, string>,
    body: string | undefined,
    isHanging: boolean,
  ): void {
    response.writeHead(status, {
      'content-type': 'application/json',
      'cf-ray': `${randomBytes(8).toString('hex')}-ICN`,
      server: 'cloudflare',
      ...quota.headers(),
      ...headers,
    });
    if (isHanging) response.flushHeaders();
    else response.end(body);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await listenOn('127.0.0.1', 0, server);
  return {
    url: `http://127.0.0.1:${portOf(server)}${BASE}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function tooMany(): ApiError {
  return new ApiError(429, 971, 'Please wait and consider throttling your request speed');
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
