import { WebClient } from '@slack/web-api';
import { afterEach, describe, expect, test } from 'vitest';
import type { SlackWorkspace } from '../../sandbox/slack/workspace.ts';
import { call } from './slack-calls.ts';
import { openWorkspace } from './slack-workspaces.ts';

let slack: SlackWorkspace;
afterEach(() => slack.close());

const open = async (...args: Parameters<typeof openWorkspace>): Promise<void> => {
  slack = await openWorkspace({ rates: 'off', ...args[0] });
};
const post = (args: Record<string, unknown>) => call(slack, 'chat.postMessage', { channel: 'C0INCIDENTS', ...args });
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

describe('who may call what', () => {
  test.each([
    ['no token', 'auth.test', '', 'not_authed'],
    ['a wrong token', 'auth.test', 'xoxb-wrong', 'invalid_auth'],
    ['an unknown method', 'chat.shout', undefined, 'unknown_method'],
    ['a bot token to connect', 'apps.connections.open', undefined, 'not_allowed_token_type'],
  ])('%s', async (_name, method, token, error) => {
    await open();
    const answer = await call(slack, method, {}, token === undefined ? {} : { token });
    expect(answer).toMatchObject({ status: 200, ok: false, error });
    expect(slack.violations).toEqual([expect.objectContaining({ method, error })]);
  });

  test('an app token is for connections only, and takes no parameter there', async () => {
    await open();
    const token = slack.appToken;
    expect((await call(slack, 'auth.test', {}, { token })).error).toBe('not_allowed_token_type');
    expect((await call(slack, 'apps.connections.open', { a: 'b' }, { token })).error).toBe('invalid_arguments');
    expect((await call(slack, 'apps.connections.open', {}, { token })).body['url']).toMatch(/^ws:\/\/127\.0\.0\.1:/);
  });

  test('scopes are enforced and told', async () => {
    await open({ manifest: { scopes: ['chat:write', 'channels:read'] } });
    const answer = await call(slack, 'usergroups.users.list', { usergroup: 'S0ONCALL' }, { form: true });
    expect(answer).toMatchObject({
      error: 'missing_scope',
      body: { needed: 'usergroups:read', provided: 'chat:write,channels:read' },
    });
    expect(answer.headers.get('x-oauth-scopes')).toBe('chat:write,channels:read');
    const list = await call(slack, 'conversations.list', { types: 'public_channel,private_channel' }, { form: true });
    expect(list.body['needed']).toBe('groups:read');
    expect((await post({ text: 'x', username: 'other' })).error).toBe('missing_scope');
    expect((await post({ text: 'x', channel: 'C0RANDOM' })).error).toBe('not_in_channel');
  });
});

describe('arguments', () => {
  test.each([
    ['unknown', { text: 'x', colour: 'red' }, ['[ERROR] invalid additional property: colour']],
    ['a number for a ts', { text: 'x', thread_ts: 1.5 }, ['[ERROR] must provide a string [json-pointer:/thread_ts]']],
    [
      'a word for a boolean',
      { text: 'x', unfurl_links: 'no' },
      ['[ERROR] must be a boolean [json-pointer:/unfurl_links]'],
    ],
  ])('%s', async (_name, args, messages) => {
    await open();
    expect(await post(args)).toMatchObject({ error: 'invalid_arguments', messages });
    expect(slack.channel('C0INCIDENTS').messages).toEqual([]);
  });

  test('a JSON body is not read where Slack takes forms only', async () => {
    await open();
    expect((await call(slack, 'users.info', { user: 'U0JIN' })).error).toBe('invalid_arguments');
    expect((await call(slack, 'users.info', { user: 'U0JIN' }, { form: true })).ok).toBe(true);
  });

  test('blocks in a form must be JSON', async () => {
    await open();
    const args = { channel: 'C0INCIDENTS', text: 'x', blocks: '[{' };
    expect((await call(slack, 'chat.postMessage', args, { form: true })).error).toBe('invalid_blocks_format');
  });
});

describe('messages', () => {
  test.each([
    ['nothing to say', {}, 'no_text'],
    ['a channel by its name', { text: 'x', channel: '#incidents' }, 'channel_not_found'],
    ['a private channel it is not in', { text: 'x', channel: 'G0SECRET' }, 'channel_not_found'],
    ['an archived channel', { text: 'x', channel: 'C0OLD' }, 'is_archived'],
    ['half a thread', { text: 'x', thread_ts: '123' }, 'invalid_thread_ts'],
    ['bad metadata', { text: 'x', metadata: { event_type: 'a' } }, 'invalid_metadata_format'],
  ])('%s is refused', async (_name, args, error) => {
    await open();
    expect((await post(args)).error).toBe(error);
  });

  test('lengths count code points', async () => {
    await open();
    expect((await post({ text: 'x', blocks: [section('😀'.repeat(3000))] })).ok).toBe(true);
  });

  test('a reply to nothing is accepted as on Slack, and noted', async () => {
    await open();
    expect((await post({ text: 'x', thread_ts: '1700000000.000100' })).ok).toBe(true);
    expect(slack.violations).toEqual([expect.objectContaining({ error: 'lost_in_missing_thread' })]);
  });

  test('time stamps ascend; replies are counted; a deleted parent leaves a tombstone', async () => {
    await open();
    const parent = String((await post({ text: 'parent' })).body['ts']);
    const reply = String((await post({ text: 'reply', thread_ts: parent })).body['ts']);
    expect(parent < reply).toBe(true);
    const history = await call(slack, 'conversations.history', { channel: 'C0INCIDENTS' });
    expect(history.body['messages']).toEqual([
      expect.objectContaining({ ts: parent, reply_count: 1, latest_reply: reply }),
    ]);
    await call(slack, 'chat.delete', { channel: 'C0INCIDENTS', ts: parent });
    expect(slack.channel('C0INCIDENTS').messages.map(({ text }) => text)).toEqual(['This message was deleted.']);
    expect(
      slack
        .channel('C0INCIDENTS')
        .thread(parent)
        .map(({ text }) => text),
    ).toEqual(['reply']);
    expect((await call(slack, 'chat.update', { channel: 'C0INCIDENTS', ts: parent, text: 'y' })).error).toBe(
      'message_not_found',
    );
    expect(slack.violations).toEqual([]);
  });

  test('an update without blocks removes them, has no ts in its message, and ends at 4,000 characters', async () => {
    await open();
    const { body } = await post({ text: 'x', blocks: [section('old')] });
    const target = { channel: 'C0INCIDENTS', ts: String(body['ts']) };
    expect((await call(slack, 'chat.update', { ...target, text: 'y'.repeat(4001) })).error).toBe('msg_too_long');
    const updated = await call(slack, 'chat.update', { ...target, text: 'y' });
    expect(updated.body['message']).not.toHaveProperty('ts');
    expect(slack.channel('C0INCIDENTS').messages).toEqual([
      expect.objectContaining({ text: 'y', blocks: [], edited: true }),
    ]);
    const said = await slack.as('U0JIN').type('mine', { channel: 'C0INCIDENTS' });
    expect((await call(slack, 'chat.update', { ...target, ts: said.ts, text: 'z' })).error).toBe('cant_update_message');
  });

  test('an ephemeral reaches one member, is in no history and cannot be updated', async () => {
    await open();
    const args = { channel: 'C0INCIDENTS', user: 'U0JIN', text: 'psst' };
    const { body } = await call(slack, 'chat.postEphemeral', args);
    expect(slack.as('U0JIN').sees('C0INCIDENTS')).toEqual([expect.objectContaining({ text: 'psst', ephemeral: true })]);
    expect(slack.as('U0MINA').sees('C0INCIDENTS')).toEqual([]);
    const ts = body['message_ts'];
    expect((await call(slack, 'chat.update', { channel: 'C0INCIDENTS', ts, text: 'x' })).error).toBe(
      'message_not_found',
    );
    expect((await call(slack, 'chat.postEphemeral', { ...args, user: 'U0GONE' })).error).toBe('user_not_in_channel');
    expect((await call(slack, 'conversations.history', { channel: 'C0INCIDENTS' })).body['messages']).toEqual([]);
  });

  test('history pages, newest first, and keeps metadata for those who ask', async () => {
    await open();
    const metadata = { event_type: 'run', event_payload: { id: 'run_1' } };
    for (const text of ['a', 'b', 'c']) await post({ text, metadata });
    const channel = 'C0INCIDENTS';
    const first = await call(slack, 'conversations.history', { channel, limit: 2, include_all_metadata: true });
    expect(first.body['messages']).toMatchObject([{ text: 'c', metadata }, { text: 'b' }]);
    expect(first.body['has_more']).toBe(true);
    const { next_cursor: cursor } = first.body['response_metadata'] as { next_cursor: string };
    const second = await call(slack, 'conversations.history', { channel, limit: 2, cursor });
    expect(second.body['messages']).toEqual([expect.objectContaining({ text: 'a' })]);
    expect(second.body['messages']).not.toEqual([expect.objectContaining({ metadata })]);
    expect((await call(slack, 'conversations.history', { channel: 'C0RANDOM' })).error).toBe('not_in_channel');
  });

  test('an image block read back is refused when sent again', async () => {
    await open();
    const image = { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a' };
    const { body } = await post({ text: 'x', blocks: [image] });
    const { blocks } = body['message'] as { blocks: unknown };
    expect((await post({ text: 'x', blocks })).messages.join()).toContain('invalid additional property: image_width');
  });
});

describe('people', () => {
  test('direct messages are opened by person, not with the deactivated', async () => {
    await open();
    const opened = await call(slack, 'conversations.open', { users: 'U0JIN' });
    expect(opened.body['channel']).toEqual({ id: slack.as('U0JIN').dm() });
    expect((await post({ channel: 'U0JIN', text: 'hello' })).body['channel']).toBe(slack.as('U0JIN').dm());
    expect((await call(slack, 'conversations.open', { users: 'U0GONE' })).error).toBe('user_disabled');
    await expect(slack.as('U0GONE').type('/x', { channel: 'C0INCIDENTS' })).rejects.toThrow('deactivated');
  });

  test('groups change, channels are joined', async () => {
    await open();
    slack.admin.setUsergroup('S0ONCALL', ['U0MINA']);
    const users = await call(slack, 'usergroups.users.list', { usergroup: 'S0ONCALL' }, { form: true });
    expect(users.body['users']).toEqual(['U0MINA']);
    expect((await call(slack, 'conversations.join', { channel: 'C0RANDOM' })).ok).toBe(true);
    const members = await call(slack, 'conversations.members', { channel: 'C0RANDOM' }, { form: true });
    expect(members.body['members']).toEqual(['U0JIN', slack.botUserId]);
  });

  test('a command that was not installed never reaches the app', async () => {
    await open({ manifest: { commands: ['/failover'] } });
    const answer = await slack.as('U0JIN').type('/failovr now', { channel: 'C0INCIDENTS' });
    expect(answer).toMatchObject({ error: 'not_a_command', ackMs: 0 });
    expect(answer.shown).toContain('/failovr is not a valid command.');
    const installed = await slack.as('U0JIN').type('/failover now', { channel: 'C0INCIDENTS' });
    expect(installed).toMatchObject({
      error: 'dispatch_failed',
      shown: '/failover failed with the error "dispatch_failed"',
    });
  });
});

describe('views', () => {
  const home = { type: 'home', blocks: [section('x')] };

  test('a published Home can be guarded by its hash', async () => {
    await open();
    const first = await call(slack, 'views.publish', { user_id: 'U0JIN', view: home });
    const { hash } = first.body['view'] as { hash: string };
    expect((await call(slack, 'views.publish', { user_id: 'U0JIN', view: home, hash })).ok).toBe(true);
    expect((await call(slack, 'views.publish', { user_id: 'U0JIN', view: home, hash })).error).toBe('hash_conflict');
    expect(slack.violations).toEqual([]);
  });

  test('private_metadata ends at 3,000 characters', async () => {
    await open();
    const view = { ...home, private_metadata: 'x'.repeat(3001) };
    const answer = await call(slack, 'views.publish', { user_id: 'U0JIN', view });
    expect(answer.messages).toContain(
      '[ERROR] must be less than 3001 characters [json-pointer:/view/private_metadata]',
    );
  });

  test('a trigger must have been issued', async () => {
    await open();
    const view = { type: 'modal', title: { type: 'plain_text', text: 'x' }, blocks: [] };
    expect((await call(slack, 'views.open', { trigger_id: '1.2.3', view })).error).toBe('invalid_trigger_id');
    expect((await call(slack, 'views.open', { view })).error).toBe('invalid_arguments');
  });
});

test('the real WebClient sends nothing that is refused', async () => {
  await open();
  const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, teamId: slack.teamId });
  const { ts = '' } = await client.chat.postMessage({
    channel: 'C0INCIDENTS',
    text: 'x',
    unfurl_links: false,
    metadata: { event_type: 'run', event_payload: { id: 1 } },
    blocks: [{ type: 'section', text: { type: 'plain_text', text: 'x' } }],
  });
  await client.reactions.add({ channel: 'C0INCIDENTS', timestamp: ts, name: 'eyes' });
  await client.conversations.list({ types: 'public_channel,private_channel', limit: 10, exclude_archived: true });
  await client.conversations.replies({ channel: 'C0INCIDENTS', ts, include_all_metadata: true });
  await client.conversations.info({ channel: 'C0INCIDENTS', include_num_members: true });
  await client.usergroups.list({ include_users: true });
  await client.users.info({ user: 'U0JIN' });
  await client.auth.test();
  const { permalink } = await client.chat.getPermalink({ channel: 'C0INCIDENTS', message_ts: ts });
  expect(permalink).toBe(`https://sandbox.slack.com/archives/C0INCIDENTS/p${ts.replace('.', '')}`);
  expect(slack.channel('C0INCIDENTS').messages[0]?.reactions).toEqual(['eyes']);
  expect(slack.violations).toEqual([]);
  expect(slack.calls.map(({ method }) => method)).toContain('conversations.replies');
});
