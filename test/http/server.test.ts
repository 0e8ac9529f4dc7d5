import { HTTPReceiver, LogLevel } from '@slack/bolt';
import { Agent, request as send, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import type { Route } from '../../src/http/route.ts';
import { createHttpServer, type HttpServer } from '../../src/http/server.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { Log } from '../../src/core/ports/log.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';

const logged: { facts: Record<string, unknown>; message: string }[] = [];
const write = (facts: Record<string, unknown>, message: string): void => void logged.push({ facts, message });
const log: Log = { debug: write, info: write, warn: write, error: write, child: () => log };
const servers: HttpServer[] = [];

const hello: Route = { method: 'GET', path: '/hello', answer: (_request, response) => void response.end('hello') };
const echo: Route = {
  method: 'POST',
  path: '/echo',
  maxBodyBytes: 10,
  answer: async (request, response) => void response.end(await text(request)),
};

async function start(routes: Route[], port = 0): Promise<number> {
  const server = createHttpServer({ host: '127.0.0.1', port, routes, texts: catalogues.en, log, clock: systemClock });
  const real = await server.start();
  servers.push(server);
  return real;
}

function ask(
  port: number,
  method: string,
  path: string,
  body?: string,
  agent?: Agent,
): Promise<{ answer: IncomingMessage; body: string }> {
  return new Promise((resolve, reject) => {
    const request = send({ host: '127.0.0.1', port, method, path, agent }, (answer) => {
      text(answer).then((read) => resolve({ answer, body: read }), reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

afterEach(async () => {
  logged.length = 0;
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

test('answers its routes, with or without a query', async () => {
  const port = await start([hello, echo]);
  expect((await ask(port, 'GET', '/hello?x=1')).body).toBe('hello');
  expect((await ask(port, 'POST', '/echo', 'ping')).body).toBe('ping');
});

test.each(['/', '/hello/', '//hello', '/Hello', '/hel%6Co', '/hello/../hello', '/.env'])(
  '%s is nothing',
  async (path) => {
    const { answer, body } = await ask(await start([hello]), 'GET', path);
    expect([answer.statusCode, body]).toEqual([404, '{}']);
    expect(Object.keys(answer.headers)).not.toEqual(expect.arrayContaining(['server', 'x-powered-by']));
  },
);

test('another method is told which ones there are', async () => {
  const { answer, body } = await ask(await start([hello]), 'DELETE', '/hello');
  expect([answer.statusCode, answer.headers.allow, body]).toEqual([405, 'GET', '{}']);
});

test('a body that is too large is refused before it is read', async () => {
  const { answer } = await ask(await start([echo]), 'POST', '/echo', 'x'.repeat(11));
  expect([answer.statusCode, answer.headers.connection]).toEqual([413, 'close']);
});

test('headers that are too large are refused', async () => {
  const { answer } = await ask(await start([hello]), 'GET', `/hello?${'x'.repeat(20_000)}`);
  expect(answer.statusCode).toBe(431);
});

test('a route that breaks is a 500 without a reason, which is in the log', async () => {
  const broken: Route = {
    method: 'GET',
    path: '/broken',
    answer: () => Promise.reject(new Error('the password is x')),
  };
  const { answer, body } = await ask(await start([broken]), 'GET', '/broken');
  expect([answer.statusCode, body]).toEqual([500, '{}']);
  expect(logged).toEqual([{ facts: { err: expect.any(Error), path: '/broken' }, message: 'http request broke' }]);
});

test('a port that is taken is said, with a hint', async () => {
  const port = await start([hello]);
  await expect(start([hello], port)).rejects.toMatchObject({
    code: 'conflict',
    message: `Port ${port} on 127.0.0.1 is already taken`,
    hint: expect.stringContaining('WATCHKEEPER_PORT'),
  });
});

test('an address of another machine is said', async () => {
  const server = createHttpServer({
    host: '192.0.2.1',
    port: 0,
    routes: [],
    texts: catalogues.en,
    log,
    clock: systemClock,
  });
  await expect(server.start()).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringContaining('192.0.2.1'),
  });
});

test('stops within a second, whatever clients do, and lets an answer in hand finish', async () => {
  const slow: Route = {
    method: 'GET',
    path: '/slow',
    answer: async (_request, response) => {
      await systemClock.sleep(200);
      response.end('done');
    },
  };
  const stuck: Route = { method: 'GET', path: '/stuck', answer: () => new Promise(() => {}) };
  const port = await start([hello, slow, stuck]);
  const agent = new Agent({ keepAlive: true });
  await ask(port, 'GET', '/hello', undefined, agent);
  const silent = connect(port, '127.0.0.1');
  await new Promise((resolve) => silent.once('connect', resolve));
  const inHand = ask(port, 'GET', '/slow');
  const cut = ask(port, 'GET', '/stuck').catch((error: unknown) => error);
  await systemClock.sleep(50);

  const before = performance.now();
  await servers.pop()?.stop();
  expect(performance.now() - before).toBeLessThan(1_000);
  expect((await inHand).body).toBe('done');
  expect(await cut).toBeInstanceOf(Error);
  agent.destroy();
  silent.destroy();
});

test('a second stop, and a stop before the start, do nothing', async () => {
  const server = createHttpServer({
    host: '127.0.0.1',
    port: 0,
    routes: [],
    texts: catalogues.en,
    log,
    clock: systemClock,
  });
  await server.stop();
  await server.start();
  await server.stop();
  await server.stop();
});

test("Bolt's receiver can be mounted, and refuses what is not signed", async () => {
  const { requestListener } = new HTTPReceiver({ signingSecret: 'hush', logLevel: LogLevel.ERROR });
  const port = await start([{ method: 'POST', path: '/slack/events', answer: requestListener }]);
  expect((await ask(port, 'POST', '/slack/events', '{}')).answer.statusCode).toBe(401);
});
