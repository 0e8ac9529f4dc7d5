import { request } from 'node:http';
import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPageServer, type PageServer } from '../../sandbox/page-server/server.ts';
import type { ShownWorld, Snapshot } from '../../sandbox/page-server/shapes.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';

let sandbox: Sandbox;
let server: PageServer;
const troubles: string[] = [];

beforeAll(async () => {
  sandbox = await createSandbox({ rates: 'off' });
  server = await createPageServer({
    sandbox,
    files: new Map([['/', { contentType: 'text/html', body: '<p>page</p>' }]]),
    port: 0,
    world: {
      current: () => ({ now: '2026-11-27T00:00:00.000Z' }) as ShownWorld,
      on() {},
      off() {},
      trouble: async (name, isOn) => void troubles.push(`${name} ${isOn}`),
      healAll: async () => void troubles.push('heal all'),
      checkChain: async () => {},
    },
  });
});
afterAll(async () => {
  await server.close();
  await sandbox.close();
});

function ask(
  path: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asking = request(new URL(path, server.url), { method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    asking.once('error', reject);
    asking.end(body);
  });
}

const post = (name: string, given: unknown, headers: Record<string, string> = {}) =>
  ask(`/act/${name}`, { method: 'POST', headers, body: typeof given === 'string' ? given : JSON.stringify(given) });

/** The parts that a window has after it was told at least one thing for which `isEnough` holds. */
async function watch(query: string, isEnough: (parts: Partial<Snapshot>) => boolean): Promise<Partial<Snapshot>> {
  const closing = new AbortController();
  const response = await fetch(new URL(`/live?${query}`, server.url), { signal: closing.signal });
  const decoder = new TextDecoder();
  let text = '';
  let parts: Partial<Snapshot> = {};
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events.filter((each) => each.startsWith('data: ')))
      parts = { ...parts, ...(JSON.parse(event.slice('data: '.length)) as Partial<Snapshot>) };
    if (isEnough(parts)) break;
  }
  closing.abort();
  return parts;
}

test('a window is told everything at once, and then what changes', async () => {
  const first = await watch('person=U0JIN&channel=C0GENERAL', (parts) => parts.world !== undefined);
  expect(Object.keys(first).toSorted((a, b) => a.localeCompare(b))).toEqual([
    'channel',
    'me',
    'thread',
    'workspace',
    'world',
  ]);
  expect(first.me?.channels.map(({ name }) => name)).toContain('general');

  const seen = watch('person=U0MINA&channel=C0GENERAL', ({ channel }) =>
    (channel?.messages ?? []).some(({ text }) => text === 'hello'),
  );
  await post('type', { person: 'U0JIN', channel: 'C0GENERAL', text: 'hello' });
  const { me, channel } = await seen;
  expect(channel?.messages.at(-1)).toMatchObject({ user: 'U0JIN', text: 'hello' });
  expect(me?.channels.find(({ id }) => id === 'C0GENERAL')).toMatchObject({ unread: 1, mentions: 0 });

  await post('read', { person: 'U0MINA', channel: 'C0GENERAL', ts: channel?.messages.at(-1)?.ts });
  const after = await watch('person=U0MINA&channel=C0GENERAL', (parts) => parts.me !== undefined);
  expect(after.me?.channels.find(({ id }) => id === 'C0GENERAL')?.unread).toBe(0);
});

test('a person of another workspace is shown the channels they are in, and no others', async () => {
  const isWhole = (parts: Partial<Snapshot>): boolean => parts.world !== undefined;
  const inside = await watch('person=U0STRANGER&channel=C0GENERAL', isWhole);
  expect(inside.channel?.id).toBe('C0GENERAL');
  expect(inside.me?.channels.map(({ name }) => name)).toEqual(['incidents', 'general', 'watchkeeper']);
  const outside = await watch('person=U0STRANGER&channel=C0AUDIT&thread=1.1', isWhole);
  expect([outside.channel, outside.thread]).toEqual([null, null]);
});

test('another site in the same browser can neither act nor look', async () => {
  const port = new URL(server.url).port;
  const typed = { person: 'U0JIN', channel: 'C0GENERAL', text: 'from elsewhere' };
  expect(await post('type', typed, { origin: 'https://evil.example' })).toMatchObject({ status: 403 });
  expect(await post('type', typed, { host: `evil.example:${port}` })).toMatchObject({ status: 403 });
  expect(await ask('/live?person=U0JIN&channel=C0GENERAL', { headers: { host: 'evil.example' } })).toMatchObject({
    status: 403,
  });
  expect(sandbox.slack.channel('C0GENERAL').messages.map(({ text }) => text)).not.toContain('from elsewhere');
  expect(await post('type', { ...typed, text: 'ours' }, { origin: `http://localhost:${port}` })).toMatchObject({
    status: 200,
  });
});

test('what cannot be done is said, and nothing else happens', async () => {
  expect(await post('fly', { person: 'U0JIN' })).toMatchObject({ status: 404 });
  expect((await post('type', '{')).status).toBe(400);
  expect((await post('type', { person: 'U0NOBODY', channel: 'C0GENERAL', text: 'x' })).text).toContain(
    'no such person',
  );
  expect((await post('type', { person: 'U0STRANGER', channel: 'C0AUDIT', text: 'x' })).text).toContain(
    'cannot see C0AUDIT',
  );
  expect((await post('type', { person: 'U0JIN', channel: 'C0GENERAL' })).status).toBe(400);
  expect((await post('type', { person: 'U0JIN', channel: 'C0GENERAL', text: 'x'.repeat(1_100_000) })).status).toBe(400);
  expect(await ask('/live?person=U0NOBODY&channel=C0GENERAL')).toMatchObject({ status: 400 });
  expect(await ask('/nothing')).toMatchObject({ status: 404 });
  expect(await ask('/../package.json')).toMatchObject({ status: 404 });
  expect(await ask('/', { method: 'PUT' })).toMatchObject({ status: 405 });
});

test('a file that the app shared is shown, and never run', async () => {
  const client = new WebClient(sandbox.slack.botToken, { slackApiUrl: sandbox.slack.apiUrl });
  const share = (filename: string) =>
    client.filesUploadV2({ channel_id: 'C0INCIDENTS', filename, content: '<script>alert(1)</script>' });
  await share('page.html');
  const { channel } = await watch('person=U0JIN&channel=C0INCIDENTS', (parts) => parts.channel !== undefined);
  const [file] = channel?.messages.at(-1)?.files ?? [];
  expect(file).toMatchObject({ name: 'page.html', size: 25 });
  const response = await fetch(new URL(`/files/${file?.id}`, server.url));
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(await response.text()).toBe('<script>alert(1)</script>');
  expect(await ask('/files/F0NOTHING')).toMatchObject({ status: 404 });
});

test('troubles are made and healed by name', async () => {
  await post('trouble', { person: 'U0JIN', name: 'web-down', isOn: true });
  await post('heal-all', { person: 'U0JIN' });
  expect(troubles).toEqual(['web-down true', 'heal all']);
});
