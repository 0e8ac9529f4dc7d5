import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SlackWorkspace } from '../../sandbox/slack/workspace.ts';
import { call } from './slack-calls.ts';
import { connectRaw, type Envelope } from './slack-sockets.ts';
import { openWorkspace } from './slack-workspaces.ts';

type Json = Record<string, unknown>;

const plain = (text: string) => ({ type: 'plain_text', text });
const buttons = [{ type: 'actions', elements: [{ type: 'button', action_id: 'go', text: plain('Go') }] }];
const view = {
  ...{ type: 'modal', title: plain('M'), submit: plain('Go'), notify_on_close: true },
  blocks: [{ type: 'input', block_id: 'why', label: plain('Why'), element: { type: 'plain_text_input' } }],
};
const shared = { channel: 'C0SHARED' };

let slack: SlackWorkspace;
let received: Envelope[];
beforeEach(async () => {
  slack = await openWorkspace({
    rates: 'off',
    people: [
      { id: 'U0JIN', name: 'jin' },
      { id: 'U0EVE', name: 'eve', team: 'T0OTHER' },
      { id: 'U0GUEST', name: 'guest', guest: 'single-channel' },
      { id: 'U0ROBOT', name: 'robot', isBot: true },
      { id: 'U0GONE', name: 'gone', deleted: true },
    ],
    channels: [
      { id: 'C0SHARED', name: 'shared', members: ['U0JIN', 'U0EVE', 'U0ROBOT'], botIsMember: true },
      { id: 'C0OURS', name: 'ours', members: ['U0JIN', 'U0GUEST'], botIsMember: true },
    ],
  });
  ({ received } = await connectRaw(slack, () => true));
});
afterEach(() => slack.close());

const payloads = (type: string): Json[] =>
  received.flatMap((envelope) => (envelope.type === type && envelope.payload ? [envelope.payload] : []));
const get = async (method: string, args: Record<string, string>): Promise<Json> =>
  (await call(slack, method, args, { form: true })).body;

describe('a person of another workspace, over Slack Connect', () => {
  test('every delivery carries the other workspace', async () => {
    const eve = slack.as('U0EVE');
    await eve.type('/failover nextuse', shared);
    const [command] = payloads('slash_commands');
    expect(command).toMatchObject({ user_id: 'U0EVE', team_id: 'T0OTHER', team_domain: 't0other' });
    const { body } = await call(slack, 'chat.postMessage', { ...shared, text: 'x', blocks: buttons });
    await eve.click({ ...shared, ts: String(body['ts']) }, 'Go');
    await call(slack, 'views.open', { trigger_id: command?.['trigger_id'], view });
    await eve.submit({ Why: 'no reason' });
    await eve.type('/failover nextuse', shared);
    await call(slack, 'views.open', { trigger_id: payloads('slash_commands').at(-1)?.['trigger_id'], view });
    await eve.closeModal();
    const interactions = payloads('interactive');
    expect(interactions.map(({ type }) => type)).toEqual(['block_actions', 'view_submission', 'view_closed']);
    for (const each of interactions) {
      expect(each).toMatchObject({ user: { id: 'U0EVE', team_id: 'T0OTHER' }, team: { id: 'T0OTHER' } });
    }
    expect(interactions[1]).toMatchObject({ view: { team_id: 'T0OTHER', app_installed_team_id: slack.teamId } });
    expect(slack.violations).toEqual([]);
  });

  test('what is written in a shared channel says who is from where', async () => {
    await slack.as('U0EVE').type('hello', shared);
    await slack.as('U0JIN').type('hello back', shared);
    await expect.poll(() => payloads('events_api').length).toBe(2);
    expect(payloads('events_api')).toMatchObject([
      {
        team_id: slack.teamId,
        is_ext_shared_channel: true,
        event: { user: 'U0EVE', team: 'T0OTHER', user_team: 'T0OTHER', source_team: 'T0OTHER' },
      },
      { is_ext_shared_channel: true, event: { user: 'U0JIN', team: slack.teamId, user_team: slack.teamId } },
    ]);
    await slack.as('U0JIN').type('between us', { channel: 'C0OURS' });
    await expect.poll(() => payloads('events_api').length).toBe(3);
    expect(payloads('events_api')[2]).toMatchObject({ is_ext_shared_channel: false });
    expect(payloads('events_api')[2]?.['event']).not.toHaveProperty('user_team');
  });

  test('the Web API knows the stranger and the shared channel', async () => {
    expect((await get('users.info', { user: 'U0EVE' }))['user']).toMatchObject({
      ...{ team_id: 'T0OTHER', is_stranger: true, profile: { team: 'T0OTHER' } },
    });
    expect((await get('users.info', { user: 'U0JIN' }))['user']).not.toHaveProperty('is_stranger');
    const common = { is_shared: true, is_ext_shared: true, shared_team_ids: [slack.teamId, 'T0OTHER'] };
    expect((await get('conversations.info', shared))['channel']).toMatchObject(common);
    expect((await get('conversations.info', { channel: 'C0OURS' }))['channel']).toMatchObject({ is_shared: false });
  });

  test('sees the shared channel and no other', () => {
    expect(() => slack.as('U0EVE').sees('C0OURS')).toThrow('cannot see');
    expect(slack.as('U0EVE').sees('C0SHARED')).toEqual([]);
    expect(() => slack.as('U0GUEST').sees('C0SHARED')).toThrow('cannot see');
  });
});

test('guests, the deactivated and bots are told apart', async () => {
  const members = (await get('users.list', {}))['members'] as Json[];
  const flags = members.map(({ name, deleted, is_restricted: limited, is_ultra_restricted: single, is_bot: bot }) =>
    [name, deleted, limited, single, bot].join(' '),
  );
  expect(flags).toEqual([
    'jin false false false false',
    'eve false false false false',
    'guest false true true false',
    'robot false false false true',
    'gone true false false false',
    'watchkeeper false false false true',
  ]);
});

test('the deactivated can do nothing any more, and the app hears of it', async () => {
  await slack.as('U0JIN').type('/x', shared);
  await call(slack, 'views.open', { trigger_id: payloads('slash_commands')[0]?.['trigger_id'], view });
  slack.admin.deactivate('U0JIN');
  const jin = slack.as('U0JIN');
  expect(jin.modal()).toBeUndefined();
  await expect(jin.type('/x', shared)).rejects.toThrow('deactivated');
  await expect(jin.submit()).rejects.toThrow('deactivated');
  await expect
    .poll(() => payloads('events_api').map(({ event }) => event))
    .toMatchObject([{ type: 'user_change', user: { id: 'U0JIN', deleted: true, profile: { real_name: 'jin' } } }]);
});

test('the bot of another app writes as one, and types no commands', async () => {
  const robot = slack.as('U0ROBOT');
  await robot.type(`beep <@${slack.botUserId}>`, shared);
  await robot.type('/failover nextuse', shared);
  await expect.poll(() => payloads('events_api').length).toBe(3);
  const author = { user: 'U0ROBOT', bot_id: 'B0ROBOT', app_id: 'A0ROBOT', bot_profile: { name: 'robot' } };
  expect(payloads('events_api').map(({ event }) => event)).toMatchObject([author, author, author]);
  expect(payloads('slash_commands')).toEqual([]);
});

test('a mention is a rich text, as every client sends it', async () => {
  await slack.as('U0JIN').type('hi <@U0EVE|eve>, <!here> and <#C0OURS>', shared);
  await expect.poll(() => payloads('events_api').length).toBe(1);
  const elements = [
    { type: 'text', text: 'hi ' },
    { type: 'user', user_id: 'U0EVE' },
    { type: 'text', text: ', ' },
    { type: 'broadcast', range: 'here' },
    { type: 'text', text: ' and ' },
    { type: 'channel', channel_id: 'C0OURS' },
  ];
  expect(payloads('events_api')).toMatchObject([
    { event: { blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }] } },
  ]);
});

test('the page can list who and what there is', async () => {
  expect(slack.people()).toContainEqual({
    ...{ id: slack.botUserId, name: 'watchkeeper', isBot: true, isDeactivated: false, isStranger: false },
  });
  expect(slack.people().filter(({ isDeactivated, isStranger }) => isDeactivated || isStranger)).toMatchObject([
    { id: 'U0EVE' },
    { id: 'U0GONE' },
  ]);
  slack.admin.archive('C0OURS');
  slack.admin.removeBot('C0OURS');
  expect(slack.channels()).toContainEqual({
    ...{ id: 'C0OURS', name: 'ours', kind: 'public', members: ['U0JIN', 'U0GUEST'] },
    ...{ isArchived: true, isBotMember: false },
  });
  expect(slack.usergroups()).toEqual([{ id: 'S0ONCALL', handle: 'oncall', users: ['U0JIN'] }]);
  const upload = await get('files.getUploadURLExternal', { filename: 'log.txt', length: '3' });
  const id = String(upload['file_id']);
  await fetch(String(upload['upload_url']), { method: 'POST', body: 'abc' });
  expect(slack.file(id)).toBeUndefined();
  await call(slack, 'files.completeUploadExternal', { files: [{ id }], channel_id: 'C0SHARED' });
  expect(slack.file(id)).toEqual({ name: 'log.txt', mimetype: 'text/plain', content: Buffer.from('abc') });
  expect(slack.file('F0NOBODY')).toBeUndefined();
});
