import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { Agent, request as send } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { alertMessageKey, isOpen } from '../../src/core/alert.ts';
import { stormKey } from '../../src/core/alert-storm.ts';
import type { AlertChange } from '../../src/core/alert-store.ts';
import { systemClock } from '../../src/core/clock.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { createAlertRoutes } from '../../src/http/alert-routes.ts';
import { createHttpServer } from '../../src/http/server.ts';
import { BEARER, openAlertsWorld, TOKEN, type AlertsWorld } from '../alerts/alerts-world.ts';
import { alertSources, readAlertBody, sourceOf } from '../support/alert-bodies.ts';
import { drawGroup, findForeignMarkup } from '../support/draw-alerts.ts';
import { fuzzedBody } from '../support/mutate-body.ts';
import { createQuietLog } from '../support/quiet-log.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 10_000);
/** A slow machine does fewer, but so many. */
const LIMIT_MS = 90_000;
const RUNS_MIN = Math.min(RUNS, 1_000);

let port: number;
let agent: Agent;
let world: AlertsWorld;
/** What the last request made the store write, and whether it can. */
const disk: { written?: AlertChange | undefined; isFull: boolean } = { isFull: false };
const log = createQuietLog();

beforeEach(async () => {
  Object.assign(disk, { written: undefined, isFull: false });
  world = await openAlertsWorld();
  const { record } = world.store.alerts;
  world.store.alerts.record = (lookup, now, decide) => {
    if (disk.isFull) return Promise.reject(new Error('disk full'));
    return record(lookup, now, (known) => (disk.written = decide(known)));
  };
  const routes = createAlertRoutes(
    world.door,
    alertSources.map(({ type }) => type),
  );
  const server = createHttpServer({
    host: '127.0.0.1',
    port: 0,
    routes,
    texts: catalogues.en,
    log,
    clock: systemClock,
  });
  port = await server.start();
  agent = new Agent({ keepAlive: true, maxSockets: 4 });
  return async () => {
    agent.destroy();
    await server.stop();
  };
});

interface Way {
  auth: 'bearer' | 'basic' | 'scheme' | 'path' | 'signature' | 'wrong' | 'none';
  method: 'POST' | 'PUT';
  contentType: string | undefined;
  form: 'none' | 'payload' | 'multipart';
  isGzip: boolean;
  /** Sizes of chunks; none: with a content-length. */
  chunks: readonly number[];
  subpath: string;
  query: string;
  isDiskFull: boolean;
  /** The message is drawn, too; what takes longest. */
  isDrawn: boolean;
}

const way: fc.Arbitrary<Way> = fc.record({
  auth: fc.constantFrom('bearer', 'basic', 'scheme', 'path', 'signature', 'signature', 'wrong', 'none'),
  method: fc.constantFrom('POST', 'POST', 'POST', 'PUT'),
  contentType: fc.constantFrom(
    'application/json',
    'application/json; charset=utf-8',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=b',
    'application/xml',
    '\u00ff;;=,',
    '',
    undefined,
  ),
  form: fc.constantFrom('none', 'none', 'none', 'payload', 'multipart'),
  isGzip: fc.nat(20).map((n) => n === 0),
  chunks: fc.oneof(fc.constant([]), fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 5 })),
  subpath: fc.constantFrom('', '', '/', '/api/v2/alerts', '/a%zz', '/..%2f..'),
  query: fc.constantFrom('', '', '?rule=x', '?a=%zz&&=', '?__proto__=1'),
  isDiskFull: fc.nat(40).map((n) => n === 0),
  isDrawn: fc.nat(4).map((n) => n === 0),
});

const FORMS: Readonly<Record<Way['form'], (body: string) => string>> = {
  none: (body) => body,
  payload: (body) => `payload=${encodeURIComponent(body.toWellFormed())}`,
  multipart: (body) => `--b\r\nContent-Disposition: form-data; name="data"\r\n\r\n${body}\r\n--b--\r\n`,
};

function toHeaders({ auth, contentType, isGzip }: Way, type: string, body: Buffer): Record<string, string> {
  const signature = alertSources.find((source) => source.type === type)?.signature;
  const hmac = createHmac('sha256', auth === 'wrong' ? 'wrong' : TOKEN)
    .update(body)
    .digest('hex');
  const shown: Partial<Record<Way['auth'], Record<string, string>>> = {
    bearer: BEARER,
    basic: { authorization: `Basic ${Buffer.from(`anybody:${TOKEN}`).toString('base64')}` },
    scheme: { authorization: `GenieKey  ${TOKEN} ` },
    signature: signature ? { [signature.header]: `${signature.prefix ?? ''}${hmac}` } : BEARER,
    wrong: signature
      ? { [signature.header]: `${signature.prefix ?? ''}${hmac}` }
      : { authorization: `Bearer ${TOKEN.slice(1)}` },
  };
  return {
    ...shown[auth],
    ...(contentType !== undefined && { 'content-type': contentType }),
    ...(isGzip && { 'content-encoding': 'gzip' }),
  };
}

function post(type: string, body: Buffer, how: Way): Promise<{ status: number; body: string }> {
  const path = `/alerts/${type}${how.auth === 'path' ? `/${TOKEN}` : ''}${how.subpath}${how.query}`;
  const headers = toHeaders(how, type, body);
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, agent, method: how.method, path, headers };
    const request = send(options, (answer) => {
      text(answer).then((read) => resolve({ status: answer.statusCode ?? 0, body: read }), reject);
    });
    request.on('error', reject);
    if (how.chunks.length === 0) return void request.end(body);
    let at = 0;
    for (const size of how.chunks) request.write(body.subarray(at, (at += size)));
    request.end(body.subarray(at));
  });
}

/** What is open has a message that is to be seen; and that message is one that Slack takes. */
async function expectVisible({ alerts = [], groups = [], seen = [] }: AlertChange, isDrawn: boolean): Promise<void> {
  expect(alerts.length + seen.length).toBeGreaterThan(0);
  for (const { state, group } of alerts) expect(isOpen(state) && group === undefined).toBe(false);
  for (const group of groups) {
    const key = group.storm === undefined ? alertMessageKey(group.id) : stormKey(group.storm);
    const message = await world.store.messages.find(key);
    if (!message) throw new Error(`no message shows ${group.title}`);
    // Slack took it, so that no storm begins.
    await world.store.messages.patch(key, { deliveredVersion: message.wantedVersion, ts: '1' });
    if (!isDrawn) continue;
    const counts = await world.store.alerts.countMembers(group.id);
    const drawn = drawGroup(group, { counts, members: await world.store.alerts.listMembers(group.id, 20) });
    expect(drawn.problems).toEqual([]);
    expect(findForeignMarkup(drawn)).toEqual([]);
  }
}

describe('at the door', () => {
  it(`whoever shows the secret is heard, however it is sent (${RUNS} requests)`, { timeout: 120_000 }, async () => {
    const outcomes = new Map<string, number>();
    const check = fc.asyncProperty(fuzzedBody, way, async ({ name, body: plain }, how) => {
      const { type, answer } = sourceOf(name);
      const shaped = Buffer.from(FORMS[how.form](plain));
      const body = how.isGzip ? gzipSync(shaped) : shaped;
      world.forward(11_000);
      Object.assign(disk, { written: undefined, isFull: how.isDiskFull });
      const said = await post(type, body, how);
      const { written } = disk;
      const delivery = written?.deliveries?.[0];
      const outcome = said.status === 200 ? (delivery?.outcome ?? '') : String(said.status);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      if (how.auth === 'wrong' || how.auth === 'none') {
        expect(said).toEqual({ status: 401, body: '{}' });
        expect(written).toBeUndefined();
        return;
      }
      if (how.isDiskFull) {
        expect(said).toEqual({ status: 503, body: '{"accepted":0}' });
        return;
      }
      expect(said.status).toBe(200);
      expect(delivery).toMatchObject({ source: type, sizeBytes: body.length });
      if (answer !== undefined) expect(said.body).toBe(answer);
      else if (outcome === 'read' || outcome === 'unreadable') expect(said.body).toMatch(/^\{"accepted":[1-9]\d*\}$/);
      else expect([said.body, outcome !== '']).toEqual(['{"accepted":0}', true]);
      if (written && (outcome === 'read' || outcome === 'unreadable')) await expectVisible(written, how.isDrawn);
    });
    await fc.assert(check, { numRuns: RUNS, interruptAfterTimeLimit: LIMIT_MS });
    expect([...outcomes.values()].reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(RUNS_MIN);
    const count = (outcome: string): number => outcomes.get(outcome) ?? 0;
    expect(['read', 'unreadable', '401', '503'].filter((outcome) => count(outcome) === 0)).toEqual([]);
    expect(count('read')).toBeGreaterThan(count('unreadable'));
    expect(log.lines.filter(({ message }) => message === 'http request broke')).toEqual([]);
  });

  it('what is no HTTP, or ends in the middle, harms nobody; nothing half is stored', { timeout: 60_000 }, async () => {
    const body = readAlertBody('alertmanager/real-nextuse-resolved.json');
    const head = `POST /alerts/alertmanager HTTP/1.1\r\nHost: x\r\nAuthorization: ${BEARER.authorization}\r\n`;
    const whole = `${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    const chunked = `${head}Transfer-Encoding: chunked\r\n\r\n400\r\n${body.slice(0, 0x400)}\r\nzz\r\n`;
    const broken = fc.oneof(
      fc.nat(whole.length - 1).map((length) => whole.slice(0, length)),
      fc.constantFrom(
        chunked,
        `${head}Content-Length: -1\r\n\r\n`,
        `${head}Content-Length: 1\r\nContent-Length: 2\r\n\r\nx`,
      ),
      fc.string({ unit: 'binary', maxLength: 200 }),
    );
    const check = fc.asyncProperty(broken, async (bytes) => {
      const heard = await new Promise<string>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
        let answer = '';
        socket.on('data', (data: Buffer) => (answer += data.toString('latin1')));
        socket.on('error', () => {});
        socket.once('close', () => resolve(answer));
      });
      expect(heard).toMatch(/^(HTTP\/1\.1 400 |$)/);
      expect(disk.written).toBeUndefined();
    });
    await fc.assert(check, { numRuns: 500 });
    const fine: Way = {
      auth: 'bearer',
      method: 'POST',
      contentType: undefined,
      form: 'none',
      isGzip: false,
      chunks: [],
      subpath: '',
      query: '',
      isDiskFull: false,
      isDrawn: false,
    };
    expect((await post('alertmanager', Buffer.from(body), fine)).status).toBe(200);
  });
});
