import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SlackWorkspace } from '../../sandbox/slack/workspace.ts';
import { createTestClock, type TestClock } from '../support/clock.ts';
import { startSocketBot } from './slack-bolt.ts';
import { call } from './slack-calls.ts';
import { openWorkspace } from './slack-workspaces.ts';

let slack: SlackWorkspace;
let clock: TestClock;
beforeEach(async () => {
  clock = createTestClock();
  slack = await openWorkspace({ clock });
});
afterEach(() => slack.close());

const post = (channel = 'C0INCIDENTS') => call(slack, 'chat.postMessage', { channel, text: 'x' });

test('four messages at once into a channel, then one a second', async () => {
  for (let count = 0; count < 4; count += 1) expect((await post()).ok).toBe(true);
  const fifth = await post();
  expect(fifth).toMatchObject({ status: 429, error: 'ratelimited' });
  expect(fifth.headers.get('retry-after')).toBe('1');
  expect((await post('C0RANDOM')).ok).toBe(true);
  clock.forward('1s');
  expect((await post()).ok).toBe(true);
  expect((await post()).status).toBe(429);
  expect(slack.violations).toEqual([]);
  expect(slack.calls.filter(({ error }) => error === 'ratelimited')).toHaveLength(2);
});

test('tier 2 ends after 20 calls a minute', async () => {
  const list = () => call(slack, 'usergroups.users.list', { usergroup: 'S0ONCALL' }, { form: true });
  for (let count = 0; count < 20; count += 1) expect((await list()).ok).toBe(true);
  const refused = await list();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  clock.forward('1m');
  expect((await list()).ok).toBe(true);
});

test('the real WebClient waits as long as it is told', async () => {
  const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, maxRequestConcurrency: 1 });
  const started = Date.now();
  for (let count = 0; count < 6; count += 1)
    await client.chat.postMessage({ channel: 'C0INCIDENTS', text: `${count}` });
  expect(Date.now() - started).toBeGreaterThan(1500);
  expect(slack.channel('C0INCIDENTS').messages.map(({ text }) => text)).toEqual(['0', '1', '2', '3', '4', '5']);
});

test('a response_url works five times and for half an hour', async () => {
  const bot = await startSocketBot(slack);
  const urls: string[] = [];
  bot.app.command('/x', async ({ ack, body }) => {
    urls.push(body.response_url);
    await ack();
  });
  const jin = slack.as('U0JIN');
  await jin.type('/x', { channel: 'C0RANDOM' });
  await jin.type('/x', { channel: 'C0RANDOM' });
  const respond = async (index: number, body: unknown) => {
    const response = await fetch(urls[index] ?? '', { method: 'POST', body: JSON.stringify(body) });
    return `${response.status} ${await response.text()}`;
  };
  expect(await respond(0, { text: '1', replace_original: true })).toBe('200 ok');
  expect(await respond(0, { text: '2', response_type: 'in_channel' })).toBe('200 ok');
  expect(await respond(0, { txt: '3' })).toContain('400');
  for (const text of ['3', '4', '5']) expect(await respond(0, { text })).toBe('200 ok');
  expect(await respond(0, { text: '6' })).toBe('404 {"ok":false,"error":"used_url"}');
  expect(jin.sees('C0RANDOM').map(({ text, ephemeral }) => [text, ephemeral ?? false])).toEqual([
    ['1', true],
    ['2', false],
    ['3', true],
    ['4', true],
    ['5', true],
  ]);
  clock.forward('31m');
  expect(await respond(1, { text: 'late' })).toBe('404 {"ok":false,"error":"expired_url"}');
  jin.reload();
  expect(jin.sees('C0RANDOM').map(({ text }) => text)).toEqual(['2']);
  await bot.stop();
});

test('a trigger opens one modal within 3 seconds, a stack holds three', async () => {
  const bot = await startSocketBot(slack);
  const triggers: string[] = [];
  bot.app.command('/x', async ({ ack, body }) => {
    triggers.push(body.trigger_id);
    await ack();
  });
  const jin = slack.as('U0JIN');
  for (let count = 0; count < 6; count += 1) await jin.type('/x', { channel: 'C0INCIDENTS' });
  const view = { type: 'modal', title: { type: 'plain_text', text: 'x' }, blocks: [{ type: 'divider' }] };
  const show = (method: string, index: number) => call(slack, method, { trigger_id: triggers[index], view });
  expect((await show('views.push', 5)).error).toBe('not_found');
  expect((await show('views.open', 0)).ok).toBe(true);
  expect((await show('views.open', 0)).error).toBe('exchanged_trigger_id');
  expect((await show('views.push', 1)).ok).toBe(true);
  expect((await show('views.push', 2)).ok).toBe(true);
  expect((await show('views.push', 3)).error).toBe('push_limit_reached');
  await jin.closeModal();
  await jin.closeModal();
  await jin.closeModal();
  expect(jin.modal()).toBeUndefined();
  clock.forward('4s');
  expect((await show('views.open', 4)).error).toBe('expired_trigger_id');
  await bot.stop();
});
