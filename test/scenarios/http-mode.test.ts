import { createHmac } from 'node:crypto';
import { request as send } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBot, type Bot } from '../support/bot.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot({ mode: 'http' });
});
afterEach(() => bot.close());

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

function ask(method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> {
  const { hostname, port } = new URL(bot.botUrl);
  return new Promise((resolve, reject) => {
    const request = send({ hostname, port, method, path, headers }, (answer) => {
      text(answer).then(
        (read) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: read }),
        reject,
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

const command = (words: string): string =>
  new URLSearchParams({
    token: 'x',
    team_id: bot.slack.teamId,
    channel_id: 'C0INCIDENTS',
    user_id: 'U0JIN',
    command: '/failover',
    text: words,
    response_url: `${bot.slack.apiUrl}unused`,
    trigger_id: '1.2.3',
    api_app_id: 'A1',
  }).toString();

function sign(body: string, { ageSeconds = 0, secret = bot.slack.signingSecret } = {}): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1_000) - ageSeconds);
  const hash = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${hash}`,
    'content-type': 'application/x-www-form-urlencoded',
  };
}

const post = (body: string, headers: Record<string, string>): Promise<Answer> =>
  ask('POST', '/slack/events', headers, body);

const countRuns = async (): Promise<number> => (await bot.store.runs.list({ limit: 10 })).length;

describe('the one address that Slack may post to', () => {
  it('takes what Slack signed, once: the same request again starts nothing', async () => {
    const body = command('nextuse --dry-run once');
    const headers = sign(body);
    const first = await post(body, headers);
    expect([first.status, first.body]).toEqual([200, expect.stringContaining('run_')]);
    expect(await countRuns()).toBe(1);
    expect((await post(body, headers)).status).toBe(401);
    // What the library would take for the same signature in other words.
    expect((await post(body, { ...headers, 'x-slack-signature': `${headers['x-slack-signature']}=1` })).status).toBe(
      401,
    );
    const timestamp = `0${headers['x-slack-request-timestamp']}`;
    expect((await post(body, { ...headers, 'x-slack-request-timestamp': timestamp })).status).toBe(401);
    // Who calls himself a retry is told that it was taken, and nothing is done either.
    const retry = await post(body, { ...headers, 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' });
    expect([retry.status, retry.headers['x-slack-no-retry']]).toEqual([200, '1']);
    expect(await countRuns()).toBe(1);
  });

  it('of many copies at the same moment takes one', async () => {
    const body = command('nextuse --dry-run copies');
    const headers = sign(body);
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(body, headers)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200,
      ...Array.from({ length: 7 }, () => 401),
    ]);
    expect(await countRuns()).toBe(1);
  });

  it('takes a retry of Slack, which is signed anew', async () => {
    const body = JSON.stringify({
      type: 'event_callback',
      event_id: 'Ev1',
      team_id: bot.slack.teamId,
      event: { type: 'app_home_opened', user: 'U0JIN', tab: 'home' },
    });
    const json = { 'content-type': 'application/json' };
    expect((await post(body, { ...sign(body, { ageSeconds: 60 }), ...json })).status).toBe(200);
    const retry = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' };
    expect((await post(body, { ...sign(body), ...json, ...retry })).status).toBe(200);
  });

  it('refuses the unsigned, forged, tampered, stale and future-dated', async () => {
    const body = command('nextuse');
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const good = sign(body);
    const refused: [string, string, Record<string, string>][] = [
      ['unsigned', body, form],
      ['signed by somebody else', body, sign(body, { secret: 'x'.repeat(32) })],
      ['with another body', command('other'), good],
      ['with another time', body, { ...good, 'x-slack-request-timestamp': String(Math.floor(Date.now() / 1_000) - 5) }],
      ['without a time', body, { ...form, 'x-slack-signature': good['x-slack-signature'] ?? '' }],
      [
        'of another version',
        body,
        { ...good, 'x-slack-signature': (good['x-slack-signature'] ?? '').replace('v0', 'v1') },
      ],
      ['ten minutes old', body, sign(body, { ageSeconds: 600 })],
      ['ten minutes ahead', body, sign(body, { ageSeconds: -600 })],
      ['smuggled behind ssl_check', `ssl_check=1&${body}`, form],
    ];
    for (const [what, sent, headers] of refused) {
      const { status, body: said } = await post(sent, headers);
      // Slack's check of the certificate needs no signature, and gets nothing done.
      if (what.startsWith('smuggled')) expect([what, status, said]).toEqual([what, 200, '']);
      else expect([what, status]).toEqual([what, 401]);
    }
    expect(await countRuns()).toBe(0);
    // What was refused with the right signature on the wrong body does not use that signature up.
    expect((await post(body, good)).status).toBe(200);
  });

  it('has a limit for bodies, announced or not', async () => {
    const large = 'x'.repeat(1_024 * 1_024 + 1);
    expect((await post(large, sign(large))).status).toBe(413);
    const chunked = { ...sign(large), 'transfer-encoding': 'chunked' };
    const answer = await post(large, chunked).catch(() => ({ status: 413 }));
    expect([400, 413]).toContain(answer.status);
    expect((await ask('GET', '/healthz')).status).toBe(200);
  });
});

describe('the port', () => {
  it('answers its routes and nothing else, and does not say what it is', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics']) expect((await ask('GET', path)).status).toBe(200);
    for (const path of [
      '/',
      '/slack',
      '/slack/events/',
      '/alerts',
      '/.git/config',
      '/healthz/..',
      '/%68ealthz',
      '/admin',
    ]) {
      const { status, headers, body } = await ask('GET', path);
      expect([path, status, body]).toEqual([path, 404, '{}']);
      expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['server', 'x-powered-by']));
    }
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'HEAD'])
      expect([method, (await ask(method, '/slack/events')).status]).toEqual([method, 405]);
    expect((await ask('POST', '/healthz', {}, '')).status).toBe(405);
    expect((await ask('POST', '/nowhere', {}, 'x')).status).toBe(404);
    const metrics = (await ask('GET', '/metrics')).body;
    expect(metrics).not.toMatch(/nodejs_version|0\.1\.0/);
  });

  it('understands no method that HTTP does not have, and no half a request', async () => {
    expect(await say('BREW /healthz HTTP/1.1\r\nHost: x\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(
      await say('GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n'),
    ).toMatch(/^HTTP\/1\.1 400 /);
    expect(await say('CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n')).not.toMatch(/ 200 /);
    expect(await say('GET http://example.com/healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(
      / 404 /,
    );
  });
});

/** Raw bytes; what comes back until the other side closes. */
function say(bytes: string): Promise<string> {
  const { hostname, port } = new URL(bot.botUrl);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let heard = '';
    socket.on('data', (data: Buffer) => {
      heard += data.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(heard));
  });
}
