import '../support/real-sockets.ts';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import type { Route } from '../../src/http/route.ts';
import { createHttpServer, type HttpServer } from '../../src/http/server.ts';
import { systemClock } from '../../src/core/clock.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { createQuietLog } from '../support/quiet-log.ts';

const hello: Route = { method: 'GET', path: '/hello', answer: (_request, response) => void response.end('hello') };
const echo: Route = {
  method: 'POST',
  path: '/echo',
  answer: async (request, response) => void response.end(await text(request)),
};

let server: HttpServer;
afterEach(() => server.stop());

function start(): Promise<number> {
  server = createHttpServer({
    host: '127.0.0.1',
    port: 0,
    routes: [hello, echo],
    texts: catalogues.en,
    log: createQuietLog(),
    clock: systemClock,
    limits: { headersMs: 300, requestMs: 600 },
  });
  return server.start();
}

describe('whoever is slow on purpose', () => {
  /** Sends a byte now and then; gives what came back when the other side had enough, and after how long. */
  async function drip(port: number, start: string, drop: string): Promise<{ heard: string; afterMs: number }> {
    const startedAt = performance.now();
    const socket = connect(port, '127.0.0.1', () => socket.write(start));
    let heard = '';
    socket.on('data', (data: Buffer) => {
      heard += data.toString('latin1');
    });
    socket.on('error', () => {});
    const closed = new Promise((resolve) => socket.once('close', resolve));
    const dripping = setInterval(() => socket.write(drop), 50);
    await closed;
    clearInterval(dripping);
    return { heard, afterMs: performance.now() - startedAt };
  }

  test('with headers is cut off', async () => {
    const port = await start();
    const { heard, afterMs } = await drip(port, 'GET /hello HTTP/1.1\r\nHost: x\r\n', 'X-a: b\r\n');
    expect(heard).toMatch(/^HTTP\/1\.1 408 /);
    expect(afterMs).toBeLessThan(2_000);
  });

  test('with a body is cut off, and others are answered meanwhile', async () => {
    const port = await start();
    const head = 'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n';
    const slow = Promise.all(Array.from({ length: 50 }, () => drip(port, head, 'x')));
    const asked = performance.now();
    expect(await (await fetch(`http://127.0.0.1:${port}/hello`)).text()).toBe('hello');
    expect(performance.now() - asked).toBeLessThan(500);
    for (const { afterMs } of await slow) expect(afterMs).toBeLessThan(3_000);
  });
});
