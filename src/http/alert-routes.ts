import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AlertAnswer, AlertDoor, AlertRequest } from '../core/ports/alerts.ts';
import { answerJson } from './answer-json.ts';
import type { Route } from './route.ts';

const MAX_BODY_BYTES = 32 * 1_024 * 1_024;

/** `POST /alerts/<source>` (some senders say PUT) and what is below it, for each source of the inventory. */
export function createAlertRoutes(door: AlertDoor, sources: readonly string[]): Route[] {
  const ways = sources.flatMap((source) => (['POST', 'PUT'] as const).map((method) => ({ source, method })));
  return ways.map(({ source, method }) => ({
    method,
    path: `/alerts/${source}`,
    hasSubpaths: true,
    // Never refused for its size: senders drop what is refused.
    maxBodyBytes: Number.POSITIVE_INFINITY,
    answer: (request, response) => answer(door, toRequest(source, request), { request, response }),
  }));
}

async function answer(
  door: AlertDoor,
  request: AlertRequest,
  http: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  if (door.admit(request) === 'no') {
    http.response.setHeader('Connection', 'close');
    return answerJson(http.response, 401);
  }
  const { body, isCut } = await readBody(http.request);
  send(http.response, await door.accept(request, body, { isCut }));
}

function send(response: ServerResponse, { status, body }: AlertAnswer): void {
  if (typeof body !== 'string') return answerJson(response, status, body);
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' }).end(body);
}

/** What is beyond the limit is read and forgotten, so that the sender hears the answer. */
function readBody(request: IncomingMessage): Promise<{ body: Buffer; isCut: boolean }> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    // Not an async iterator, which costs as much as all else that HTTP does for a small body.
    request.on('data', (chunk: Buffer) => {
      if (size < MAX_BODY_BYTES) chunks.push(chunk);
      size += chunk.length;
    });
    request.once('end', () =>
      resolve({ body: Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES), isCut: size > MAX_BODY_BYTES }),
    );
    request.once('error', reject);
    request.once('close', () => {
      if (!request.complete) reject(new Error('the sender went away in the middle of its body'));
    });
  });
}

function toRequest(source: string, { url = '', headers }: IncomingMessage): AlertRequest {
  const [path = '', query = ''] = url.split('?', 2);
  return {
    source,
    headers,
    query: Object.fromEntries(new URLSearchParams(query)),
    subpath: path.slice(`/alerts/${source}/`.length),
  };
}
