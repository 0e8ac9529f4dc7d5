import type { ServerResponse } from 'node:http';

/** Ends the response with a small JSON body that nobody keeps. */
export function answerJson(response: ServerResponse, status: number, body: object = {}): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
  });
  response.end(text);
}
