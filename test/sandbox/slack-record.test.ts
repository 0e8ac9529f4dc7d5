import { expect, test } from 'vitest';
import { createTriggers } from '../../sandbox/slack/delivery/triggers.ts';
import { keepNewest } from '../../sandbox/slack/keep-newest.ts';
import { createRecord } from '../../sandbox/slack/record.ts';
import { createTestClock } from '../support/clock.ts';
import { call } from './slack-calls.ts';
import { connectRaw } from './slack-sockets.ts';
import { openWorkspace } from './slack-workspaces.ts';

const clock = createTestClock();

test('an hour of calls keeps the newest, and counts all', () => {
  const record = createRecord(clock);
  const { calls, violations } = record;
  for (let count = 1; count <= 5000; count += 1) {
    record.call('chat.update', { ts: `${count}` });
    record.refused('chat.update', 'channel_not_found', [`${count}`]);
  }
  expect(calls).toHaveLength(2000);
  expect(calls.at(-1)?.args).toEqual({ ts: '5000' });
  expect(violations).toHaveLength(1000);
  expect(violations.at(-1)).toEqual({ method: 'chat.update', error: 'channel_not_found', messages: ['5000'] });
  expect(record.counts).toEqual({ calls: 5000, violations: 5000 });
});

test('no token is kept', () => {
  const record = createRecord(clock);
  record.call('auth.test', { token: 'xoxb-secret', a: 1 });
  expect(record.calls).toMatchObject([{ args: { a: 1 } }]);
  expect(JSON.stringify(record.calls)).not.toContain('xoxb');
});

test('a trigger among thousands is still unlike all others, and the newest work', () => {
  const triggers = createTriggers(clock);
  const ids = Array.from({ length: 3000 }, () => triggers.issue('U0JIN'));
  expect(new Set(ids).size).toBe(3000);
  expect(triggers.take(ids.at(-1) ?? '')).toBe('U0JIN');
  expect(() => triggers.take(ids.at(-1) ?? '')).toThrow('exchanged_trigger_id');
  expect(() => triggers.take(ids[0] ?? '')).toThrow('invalid_trigger_id');
});

test('a response_url is first expired, then forgotten', async () => {
  const clock = createTestClock();
  const slack = await openWorkspace({ clock });
  const urls: string[] = [];
  const { received } = await connectRaw(slack, () => true);
  const issue = async (): Promise<void> => {
    await slack.as('U0JIN').type('/x', { channel: 'C0INCIDENTS' });
    urls.push(String(received.at(-1)?.payload?.['response_url']));
  };
  const use = async (): Promise<string> =>
    (await fetch(urls[0] ?? '', { method: 'POST', body: JSON.stringify({ text: 'x' }) })).text();
  await issue();
  clock.forward('31m');
  await issue();
  expect(await use()).toContain('expired_url');
  clock.forward('31m');
  await issue();
  expect(await use()).toContain('no_service');
  expect(new Set(urls).size).toBe(3);
  await slack.close();
});

test('what is kept in order of insertion loses its oldest', () => {
  const all = new Map([1, 2, 3, 4].map((each) => [`${each}`, each]));
  keepNewest(all, 2);
  expect([...all.values()]).toEqual([3, 4]);
});

test('the connection tickets nobody used run out', async () => {
  const slack = await openWorkspace({ rates: 'off' });
  const issue = async (): Promise<string> =>
    String((await call(slack, 'apps.connections.open', {}, { token: slack.appToken })).body['url']);
  const first = await issue();
  for (let count = 0; count < 100; count += 1) await issue();
  const refused = new WebSocket(first);
  await expect(
    new Promise((resolve, reject) => {
      refused.addEventListener('open', resolve);
      refused.addEventListener('error', () => reject(new Error('refused')));
    }),
  ).rejects.toThrow('refused');
  await slack.close();
});
