import nock from 'nock';
import { afterEach, expect, test } from 'vitest';
import { createSecret } from '../../src/core/secret.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { createSlackWeb } from '../../src/slack/web.ts';
import { createTestClock } from '../support/clock.ts';
import { createQuietLog } from '../support/quiet-log.ts';

const BASE = 'http://slack.invalid';
const message = { channel: 'C0A', text: 'hi' };

function open() {
  const clock = createTestClock();
  const log = createQuietLog();
  const calls: (readonly [string, string, number | undefined])[] = [];
  const web = createSlackWeb({
    token: createSecret('xoxb-very-secret-token'),
    apiUrl: `${BASE}/api/`,
    clock,
    log,
    texts: catalogues.en,
    onCall: (...call) => void calls.push([call[0], call[1], call[2]]),
  });
  return { web, clock, log, calls };
}

const slack = (method: string) => nock(BASE).post(`/api/${method}`);

afterEach(() => {
  const left = nock.pendingMocks();
  nock.cleanAll();
  if (left.length > 0) throw new Error(`never asked: ${left.join(', ')}`);
});

test('a 429 holds up the same channel, and no other and no other method', async () => {
  const { web, clock, calls } = open();
  slack('chat.postMessage').reply(429, '', { 'Retry-After': '30' });
  await expect(web.call('chat.postMessage', message)).rejects.toMatchObject({
    code: 'unreachable',
    details: { slackError: 'ratelimited', retryAfterMs: 30_000 },
  });
  expect(calls).toEqual([['chat.postMessage', 'ratelimited', 30]]);
  await expect(web.call('chat.postMessage', message)).rejects.toMatchObject({ details: { slackError: 'ratelimited' } });
  slack('chat.postMessage').reply(200, { ok: true, ts: '1.0' });
  await expect(web.call('chat.postMessage', { ...message, channel: 'C0B' })).resolves.toMatchObject({ ts: '1.0' });
  slack('chat.update').reply(200, { ok: true });
  await web.call('chat.update', { ...message, ts: '1.0' });
  clock.forward('31s');
  slack('chat.postMessage').reply(200, { ok: true, ts: '2.0' });
  await expect(web.call('chat.postMessage', message)).resolves.toMatchObject({ ts: '2.0' });
});

test.each([
  [500, 'oops'],
  [200, '<html>not Slack</html>'],
  [200, { ok: false, error: 'internal_error' }],
])('a write that is answered %i %j may have happened, and is not sent again', async (status, body) => {
  const { web } = open();
  slack('chat.postMessage').reply(status, body);
  await expect(web.call('chat.postMessage', message)).rejects.toMatchObject({ code: 'outcome_unknown' });
});

test('a lost answer to a read is asked for again', async () => {
  const { web, clock } = open();
  slack('conversations.history').replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
  slack('conversations.history').reply(200, { ok: true, messages: [] });
  const answer = web.call('conversations.history', { channel: 'C0A' });
  const hurry = setInterval(() => clock.forward('1s'), 5);
  await expect(answer).resolves.toMatchObject({ messages: [] });
  clearInterval(hurry);
});

test('a post that never left is sent again', async () => {
  const { web, clock } = open();
  slack('chat.postMessage').replyWithError(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
  slack('chat.postMessage').reply(200, { ok: true, ts: '1.0' });
  const answer = web.call('chat.postMessage', message);
  const hurry = setInterval(() => clock.forward('1s'), 5);
  await expect(answer).resolves.toMatchObject({ ts: '1.0' });
  clearInterval(hurry);
});

test('a refusal keeps Slack’s word and says in the log which field it was', async () => {
  const { web, log } = open();
  const messages = ['[ERROR] no more than 50 items allowed [json-pointer:/blocks]'];
  slack('chat.postMessage').reply(200, { ok: false, error: 'invalid_blocks', response_metadata: { messages } });
  await expect(web.call('chat.postMessage', message)).rejects.toMatchObject({
    code: 'remote_failed',
    message: 'Slack refused chat.postMessage: invalid_blocks',
    details: { slackError: 'invalid_blocks', messages },
  });
  expect(log.lines.find((line) => line.message === 'slack call failed')?.facts['messages']).toEqual(messages);
});

test('the token is in no log line and no error', async () => {
  const { web, log } = open();
  slack('auth.test').reply(200, { ok: false, error: 'invalid_auth' });
  const error = await web.call('auth.test', {}).catch((thrown: unknown) => thrown);
  expect(JSON.stringify([log.lines, error, String(error)])).not.toContain('very-secret');
  expect(error).toMatchObject({ code: 'not_allowed', details: { slackError: 'invalid_auth' } });
});

test('a response_url that has expired says so', async () => {
  const { web } = open();
  nock(BASE).post('/commands/1').reply(404, 'used_url');
  await expect(web.respond(`${BASE}/commands/1`, { text: 'x' })).rejects.toMatchObject({
    code: 'remote_failed',
    details: { status: 404 },
  });
});
