import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { SlackWorkspace } from '../../sandbox/slack/workspace.ts';
import { createTestClock, type TestClock } from '../support/clock.ts';
import { call } from './slack-calls.ts';
import { connectRaw } from './slack-sockets.ts';
import { openWorkspace } from './slack-workspaces.ts';

let slack: SlackWorkspace;
let clock: TestClock;
/** What the workspace waited for, in ms: a jump of the clock counts only for a wait that has begun. */
let waits: number[];
beforeEach(async () => {
  clock = createTestClock();
  waits = [];
  const sleep: TestClock['sleep'] = (ms, signal) => {
    waits.push(ms);
    return clock.sleep(ms, signal);
  };
  slack = await openWorkspace({ clock: { now: clock.now, sleep } });
});
afterEach(() => slack.close());

const at = { channel: 'C0INCIDENTS' };
const type = () => slack.as('U0JIN').type('/x', at);

describe('Socket Mode', () => {
  test('a connection is greeted and pinged', async () => {
    const { body } = await call(slack, 'apps.connections.open', {}, { token: slack.appToken });
    const socket = new WebSocket(String(body['url']));
    const pinged = once(socket, 'ping');
    const [data] = (await once(socket, 'message')) as [Buffer];
    await pinged;
    expect(JSON.parse(data.toString())).toEqual({
      type: 'hello',
      num_connections: 1,
      debug_info: { host: expect.any(String), build_number: expect.any(Number), approximate_connection_time: 18_060 },
      connection_info: { app_id: slack.appId },
    });
    expect((await connectRaw(slack, () => true)).received[0]?.num_connections).toBe(2);
  });

  test('an envelope says what may be answered, and events which try it is', async () => {
    const { received } = await connectRaw(slack, () => true);
    await type();
    await slack.as('U0JIN').openHome();
    expect(received.slice(1)).toMatchObject([
      { type: 'slash_commands', accepts_response_payload: true },
      { type: 'events_api', accepts_response_payload: false, retry_attempt: 0, retry_reason: '' },
    ]);
    expect(received[1]).not.toHaveProperty('retry_attempt');
  });

  test('a refresh is announced, then asked for; the old connection is drained and closed', async () => {
    let ackLate = (): void => {};
    const old = await connectRaw(slack, ({ envelope_id: id }) => {
      ackLate = () => old.socket.send(JSON.stringify({ envelope_id: id }));
      return false;
    });
    slack.faults.disconnectSockets({ refresh: true, noticeMs: 400 });
    await expect.poll(() => old.received.at(-1)).toMatchObject({ type: 'disconnect', reason: 'warning' });
    // The only one: used to the last.
    const answer = type();
    await expect.poll(() => old.received.at(-1)?.type).toBe('slash_commands');
    const next = await connectRaw(slack, () => true);
    for (let count = 0; count < 8; count += 1) expect((await type()).error).toBeUndefined();
    expect(next.received).toHaveLength(9);
    await expect.poll(() => old.received.at(-1)).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' });
    ackLate();
    expect((await answer).error).toBeUndefined();
    await slack.waitFor(() => slack.sockets === 1, { what: 'the old connection to close' });
    expect(next.socket.readyState).toBe(WebSocket.OPEN);
  });

  test('after the request to reconnect nothing comes over the old connection', async () => {
    const old = await connectRaw(slack, () => true);
    slack.faults.disconnectSockets({ refresh: true, noticeMs: 0 });
    await expect.poll(() => old.received.at(-1)?.reason).toBe('refresh_requested');
    expect((await type()).error).toBe('dispatch_failed');
  });
});

describe('HTTP mode', () => {
  let app: Server;
  let heard: { headers: IncomingHttpHeaders; body: string }[];
  let status: number;

  beforeEach(async () => {
    heard = [];
    status = 200;
    app = createServer((request, response) => {
      void text(request).then((body) => {
        heard.push({ headers: request.headers, body });
        response.writeHead(status).end();
      });
    });
    await once(app.listen(0, '127.0.0.1'), 'listening');
    slack.setAppUrl(`http://127.0.0.1:${(app.address() as AddressInfo).port}/slack/events`);
  });
  afterEach(() => {
    app.close();
  });

  test('everything is signed as of now', async () => {
    await type();
    await slack.as('U0JIN').openHome();
    expect(heard).toHaveLength(2);
    for (const { headers, body } of heard) {
      const stamp = String(headers['x-slack-request-timestamp']);
      expect(Math.abs(Date.now() / 1000 - Number(stamp))).toBeLessThan(5);
      const hash = createHmac('sha256', slack.signingSecret).update(`v0:${stamp}:${body}`).digest('hex');
      expect(headers['x-slack-signature']).toBe(`v0=${hash}`);
      expect(headers['user-agent']).toContain('Slackbot');
    }
  });

  test('commands come as forms, clicks as JSON in a form, events as JSON', async () => {
    const elements = [{ type: 'button', text: { type: 'plain_text', text: 'Go' }, action_id: 'go' }];
    const blocks = [{ type: 'actions', elements }];
    const { body } = await call(slack, 'chat.postMessage', { channel: 'C0RANDOM', text: 'x', blocks });
    await type();
    await slack.as('U0JIN').click({ channel: 'C0RANDOM', ts: String(body['ts']) }, 'Go');
    await slack.as('U0JIN').openHome();
    expect(heard.map(({ headers }) => headers['content-type'])).toEqual([
      'application/x-www-form-urlencoded',
      'application/x-www-form-urlencoded',
      'application/json',
    ]);
    const [command, click, event] = heard.map((each) => each.body);
    expect(Object.fromEntries(new URLSearchParams(command))).toMatchObject({
      command: '/x',
      is_enterprise_install: 'false',
    });
    expect(JSON.parse(new URLSearchParams(click).get('payload') ?? '')).toMatchObject({ type: 'block_actions' });
    expect(JSON.parse(event ?? '')).toMatchObject({ type: 'event_callback', event: { type: 'app_home_opened' } });
  });

  test('a failed event comes again at once, after one minute and after five, the same one each time', async () => {
    status = 500;
    await slack.as('U0JIN').openHome();
    await expect.poll(() => waits).toEqual([0, 60_000]);
    expect(heard).toHaveLength(2);
    clock.forward('1m');
    await expect.poll(() => waits).toEqual([0, 60_000, 300_000]);
    expect(heard).toHaveLength(3);
    clock.forward('5m');
    await expect.poll(() => heard.length).toBe(4);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(waits).toHaveLength(3);
    const tries = heard.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]);
    expect(tries).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_error'],
      ['3', 'http_error'],
    ]);
    const ids = heard.map(({ body }) => (JSON.parse(body) as { event_id: string }).event_id);
    expect(new Set(ids).size).toBe(1);
  });

  test('a failed command is not tried again', async () => {
    status = 500;
    expect((await type()).error).toBe('dispatch_failed');
    clock.forward('10m');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(heard).toHaveLength(1);
  });

  test('an address is Slack’s only after it repeats the challenge', async () => {
    expect(await slack.verifyUrl()).toBe(false);
    expect(JSON.parse(heard[0]?.body ?? '')).toEqual({
      type: 'url_verification',
      token: expect.any(String),
      challenge: expect.any(String),
    });
  });
});
