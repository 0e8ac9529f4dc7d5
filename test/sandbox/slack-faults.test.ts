import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FaultMode } from '../../sandbox/slack/faults.ts';
import type { SlackWorkspace } from '../../sandbox/slack/workspace.ts';
import { createTestClock, type TestClock } from '../support/clock.ts';
import { startSocketBot } from './slack-bolt.ts';
import { call } from './slack-calls.ts';
import { connectRaw } from './slack-sockets.ts';
import { openWorkspace } from './slack-workspaces.ts';

let slack: SlackWorkspace;
let clock: TestClock;
beforeEach(async () => {
  clock = createTestClock();
  slack = await openWorkspace({ clock });
});
afterEach(() => slack.close());

const texts = () => slack.channel('C0INCIDENTS').messages.map(({ text }) => text);

describe('calls that go wrong', () => {
  const client = (retries: number) =>
    new WebClient(slack.botToken, {
      slackApiUrl: slack.apiUrl,
      timeout: 1000,
      rejectRateLimitedCalls: true,
      retryConfig: { retries, minTimeout: 10, maxTimeout: 20 },
    });

  test.each<[FaultMode, string[], string]>([
    ['ratelimited', [], 'slack_webapi_rate_limited_error'],
    ['http500', [], 'slack_webapi_http_error'],
    ['http503', [], 'slack_webapi_http_error'],
    ['reset-before', [], 'slack_webapi_request_error'],
    ['reset-after-apply', ['x'], 'slack_webapi_request_error'],
    ['hang', [], 'slack_webapi_request_error'],
  ])('%s', async (mode, posted, code) => {
    slack.faults.failNext('chat.postMessage', { mode, retryAfterSeconds: 7 });
    const args = { channel: 'C0INCIDENTS', text: 'x' };
    await expect(client(0).chat.postMessage(args)).rejects.toMatchObject({ code });
    expect(texts()).toEqual(posted);
    expect((await client(0).chat.postMessage(args)).ok).toBe(true);
    expect(slack.violations).toEqual([]);
  });

  test("a lost answer makes the SDK's own retry post twice", async () => {
    slack.faults.failNext('chat.postMessage', { mode: 'reset-after-apply', times: 2 });
    await client(3).chat.postMessage({ channel: 'C0INCIDENTS', text: 'x' });
    expect(texts()).toEqual(['x', 'x', 'x']);
  });
});

describe('connections', () => {
  test('the eleventh is sent away; a ticket is good for one', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => connectRaw(slack, () => true)));
    expect(all.map(({ received }) => received[0]?.type)).toEqual(Array.from({ length: 10 }, () => 'hello'));
    const eleventh = await connectRaw(slack, () => true);
    expect(eleventh.received[0]).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
    expect(slack.sockets).toBe(10);
    const again = new WebSocket(all[0]?.socket.url ?? '');
    const [refused] = (await once(again as unknown as EventTarget, 'error')) as [Event];
    expect(refused.type).toBe('error');
  });

  test('each delivery goes to one of them, at random', async () => {
    const [a, b] = [await connectRaw(slack, () => true), await connectRaw(slack, () => true)];
    for (let count = 0; count < 30; count += 1) await slack.as('U0JIN').type('/x', { channel: 'C0INCIDENTS' });
    expect(a.received.length + b.received.length).toBe(32);
    expect(a.received.length).toBeGreaterThan(3);
    expect(b.received.length).toBeGreaterThan(3);
  });

  test('an event without an ack comes again, a command never', async () => {
    const { received } = await connectRaw(slack, () => false);
    const [answer] = await Promise.all([
      slack.as('U0JIN').type('/x', { channel: 'C0INCIDENTS' }),
      slack.as('U0JIN').openHome(),
    ]);
    expect(answer.error).toBe('operation_timeout');
    const events = () => received.filter(({ type }) => type === 'events_api');
    await expect.poll(() => events().length, { timeout: 2000 }).toBe(2);
    expect(events()[1]).toMatchObject({ retry_attempt: 1, retry_reason: 'timeout' });
    expect(events()[1]?.payload?.['event_id']).toBe(events()[0]?.payload?.['event_id']);
    expect(received.filter(({ type }) => type === 'slash_commands')).toHaveLength(1);
  });

  test('the notice of a rate limit has no event inside', async () => {
    const { received } = await connectRaw(slack, () => true);
    await slack.faults.rateLimitNotice();
    expect(received[1]).toMatchObject({
      type: 'events_api',
      payload: { type: 'app_rate_limited', team_id: slack.teamId },
    });
    expect(received[1]?.payload).not.toHaveProperty('event');
  });

  test('with two real connections one may be refreshed and every command is answered', async () => {
    const bot = await startSocketBot(slack, 2);
    bot.app.command('/x', ({ ack }) => ack('here'));
    slack.faults.disconnectSockets({ refresh: true, count: 1 });
    for (let count = 0; count < 10; count += 1) {
      expect(await slack.as('U0JIN').type('/x', { channel: 'C0INCIDENTS' })).toMatchObject({ text: 'here' });
    }
    await slack.waitFor(() => slack.sockets === 1, { what: 'the refreshed connection to close' });
    await slack.waitFor(() => slack.sockets === 2, { what: 'a new connection', timeoutMs: 10_000 });
    await expect.poll(() => bot.connected()).toBe(3);
    await bot.stop();
  });

  test('while Slack is down nothing works, and afterwards the real client is back', async () => {
    const bot = await startSocketBot(slack);
    bot.app.command('/x', ({ ack }) => ack('here'));
    slack.faults.down(true);
    expect((await slack.as('U0JIN').type('/x', { channel: 'C0INCIDENTS' })).error).toBe('dispatch_failed');
    await expect(call(slack, 'auth.test', {})).rejects.toThrow();
    await slack.waitFor(() => slack.sockets === 0);
    slack.faults.down(false);
    await slack.waitFor(() => slack.sockets === 1, { what: 'the reconnection', timeoutMs: 15_000 });
    await expect.poll(() => bot.connected()).toBe(2);
    expect((await slack.as('U0JIN').type('/x', { channel: 'C0INCIDENTS' })).text).toBe('here');
    await bot.stop();
  });
});

test('in HTTP mode a failed event comes again with its number, until the app says no more', async () => {
  const heard: (string | undefined)[] = [];
  const app = createServer((request, response) => {
    heard.push(request.headers['x-slack-retry-num']?.toString());
    request.resume();
    response.writeHead(500, heard.length === 3 ? { 'x-slack-no-retry': '1' } : {}).end();
  });
  await once(app.listen(0, '127.0.0.1'), 'listening');
  const sleeping = vi.spyOn(clock, 'sleep');
  slack.setAppUrl(`http://127.0.0.1:${(app.address() as AddressInfo).port}/slack/events`);
  await slack.as('U0JIN').openHome();
  await expect.poll(() => heard).toEqual([undefined, '1']);
  await expect.poll(() => sleeping.mock.calls.map(([ms]) => ms)).toEqual([0, 60_000]);
  clock.forward('1m');
  await expect.poll(() => heard).toEqual([undefined, '1', '2']);
  await new Promise((resolve) => setTimeout(resolve, 50));
  clock.forward('5m');
  expect(sleeping).toHaveBeenCalledTimes(2);
  expect(heard).toHaveLength(3);
  app.close();
});

test('waitFor says what it waited for and what there was instead', async () => {
  await slack.as('U0JIN').type('hello there', { channel: 'C0INCIDENTS' });
  const waiting = slack.waitFor(() => undefined, { timeoutMs: 20, what: 'a miracle' });
  await expect(waiting).rejects.toThrow(/not within 20 ms: a miracle\n#incidents \(C0INCIDENTS\)\nU0JIN: hello there/);
});
