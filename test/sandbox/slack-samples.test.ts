import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { SlackWorkspace } from '../../sandbox/slack/workspace.ts';
import { call } from './slack-calls.ts';
import { findUnused, isAgreed } from './slack-left-out.ts';
import { compareShapes, together } from './slack-shapes.ts';
import { connectRaw, type Envelope } from './slack-sockets.ts';
import { openWorkspace } from './slack-workspaces.ts';

type Json = Record<string, unknown>;

const plain = (text: string) => ({ type: 'plain_text', text });
const buttons = {
  type: 'actions',
  block_id: 'row',
  elements: [
    {
      ...{ type: 'button', action_id: 'go', text: plain('Go'), value: '1', style: 'danger' },
      confirm: { title: plain('Sure?'), text: plain('Really'), confirm: plain('Yes'), deny: plain('No') },
    },
    { type: 'button', action_id: 'link', text: plain('Look'), url: 'https://example.com' },
    { type: 'users_select', action_id: 'who', placeholder: plain('Who'), initial_user: 'U0JIN' },
    {
      ...{ type: 'static_select', action_id: 'what', placeholder: plain('What') },
      options: [{ text: plain('One'), value: 'one' }],
      initial_option: { text: plain('One'), value: 'one' },
    },
  ],
};
const input = { type: 'input', block_id: 'why', label: plain('Why'), element: { type: 'plain_text_input' } };
const modal = {
  ...{ type: 'modal', callback_id: 'm', title: plain('M'), submit: plain('Go'), close: plain('No') },
  ...{ notify_on_close: true, blocks: [input, buttons] },
};
const home = { type: 'home', blocks: [buttons] };
const at = { channel: 'C0INCIDENTS' };

let slack: SlackWorkspace;
let received: Envelope[];
const answers = new Map<string, Json[]>();

const keep = async (method: string, args: Json, form = false): Promise<Json> => {
  const { body } = await call(slack, method, args, { form });
  expect(body['ok'], `${method}: ${JSON.stringify(body)}`).toBe(true);
  answers.set(method, [...(answers.get(method) ?? []), body]);
  return body;
};

/** Everything that the stand-in can answer and send, once. */
beforeAll(async () => {
  slack = await openWorkspace({
    rates: 'off',
    people: [
      { id: 'U0JIN', name: 'jin', realName: 'Jin Park' },
      { id: 'U0MINA', name: 'mina' },
      { id: 'U0EVE', name: 'eve', team: 'T0OTHER' },
      { id: 'U0ROBOT', name: 'robot', isBot: true },
    ],
    channels: [
      { id: 'C0INCIDENTS', name: 'incidents', members: ['U0JIN', 'U0MINA', 'U0ROBOT'], botIsMember: true },
      { id: 'C0SHARED', name: 'shared', members: ['U0JIN', 'U0EVE'], botIsMember: true },
    ],
  });
  ({ received } = await connectRaw(slack, () => true));
  const jin = slack.as('U0JIN');
  await call(slack, 'apps.connections.open', {}, { token: slack.appToken }).then(({ body }) =>
    answers.set('apps.connections.open', [body]),
  );
  for (const method of ['auth.test', 'bots.info', 'team.info', 'users.list']) await keep(method, {}, true);
  await keep('users.info', { user: 'U0EVE' }, true);
  await keep('users.info', { user: slack.botUserId }, true);
  await keep('users.info', { user: 'U0JIN', include_locale: 'true' }, true);
  await keep('usergroups.list', { include_users: 'true' }, true);
  await keep('usergroups.users.list', { usergroup: 'S0ONCALL' }, true);
  const metadata = { event_type: 'run', event_payload: { id: 1 } };
  const posted = await keep('chat.postMessage', { ...at, text: 'x', blocks: [buttons], metadata, username: 'other' });
  const ts = String(posted['ts']);
  await keep('reactions.add', { ...at, timestamp: ts, name: 'eyes' });
  await keep('chat.update', { ...at, ts, text: 'y', blocks: [buttons], metadata });
  await keep('chat.getPermalink', { ...at, message_ts: ts }, true);
  await keep('chat.postEphemeral', { ...at, user: 'U0JIN', text: 'psst', blocks: [buttons] });
  const upload = await keep('files.getUploadURLExternal', { filename: 'a.txt', length: '1' }, true);
  await fetch(String(upload['upload_url']), { method: 'POST', body: 'x' });
  const files = [{ id: upload['file_id'], title: 'A' }];
  await keep('files.completeUploadExternal', { files, channel_id: 'C0INCIDENTS', thread_ts: ts });
  await keep('files.info', { file: String(upload['file_id']) }, true);
  await keep('conversations.info', { channel: 'C0SHARED' }, true);
  await keep('conversations.info', { ...at, include_num_members: 'true', include_locale: 'true' }, true);
  await keep('conversations.list', {}, true);
  await keep('conversations.members', at, true);
  await keep('views.publish', { user_id: 'U0JIN', view: home });
  await jin.openHome();
  await jin.click('home', 'Go');
  const reply = await keep('chat.postMessage', {
    ...at,
    text: 'r',
    blocks: [buttons],
    thread_ts: ts,
    reply_broadcast: true,
  });
  await jin.click({ ...at, ts: String(reply['ts']) }, 'Go');
  await jin.click({ ...at, ts }, 'Go');
  await jin.click({ ...at, ts }, 'Look');
  await jin.click({ ...at, ts }, 'who', { option: 'mina' });
  await jin.click({ ...at, ts }, 'what', { option: 'one' });
  const psst = jin.sees('C0INCIDENTS').find(({ ephemeral }) => ephemeral);
  await jin.click({ ...at, ts: psst?.ts ?? '' }, 'Go');
  await jin.type('/x y', at);
  const trigger = async (): Promise<string> => {
    await jin.type('/x y', at);
    return String(payloadsOf('slash_commands').at(-1)?.['trigger_id']);
  };
  await keep('views.open', { trigger_id: await trigger(), view: modal });
  await jin.click('modal', 'Go');
  const pushed = await keep('views.push', { trigger_id: await trigger(), view: modal });
  await keep('views.update', { view_id: (pushed['view'] as Json)['id'], view: modal });
  await jin.submit({ Why: 'because' });
  await jin.closeModal();
  const mention = await jin.type(`hello <@${slack.botUserId}>`, at);
  await jin.type(`again <@${slack.botUserId}>`, { ...at, threadTs: mention.ts ?? '' });
  await slack.as('U0ROBOT').type(`beep <@${slack.botUserId}>`, at);
  await slack.as('U0EVE').type(`hi <@${slack.botUserId}>`, { channel: 'C0SHARED' });
  await keep('conversations.history', { ...at, include_all_metadata: true, limit: 2 });
  await keep('conversations.history', { ...at, include_all_metadata: true });
  await keep('conversations.replies', { ...at, ts, include_all_metadata: 'true' }, true);
  slack.admin.setUsergroup('S0ONCALL', ['U0MINA']);
  slack.admin.addMember('C0INCIDENTS', slack.botUserId);
  slack.admin.rename('C0INCIDENTS', 'outages');
  await slack.faults.rateLimitNotice();
  await keep('chat.delete', { ...at, ts: (await keep('chat.postMessage', { ...at, text: 'z' }))['ts'] });
  slack.admin.archive('C0INCIDENTS');
  slack.admin.deactivate('U0JIN');
  await vi.waitUntil(() => eventsOf(({ type }) => type === 'user_change').length > 0);
});
afterAll(() => slack.close());

const payloadsOf = (type: string): Json[] =>
  received.flatMap((envelope) => (envelope.type === type && envelope.payload ? [envelope.payload] : []));
const eventsOf = (fits: (event: Json) => boolean): Json[] =>
  payloadsOf('events_api').filter((payload) => payload['event'] !== undefined && fits(payload['event'] as Json));

const read = async (path: string): Promise<unknown> =>
  JSON.parse(await readFile(new URL(`../fixtures/slack/samples/${path}.json`, import.meta.url), 'utf8'));

async function compare(path: string, produced: readonly unknown[]): Promise<string[]> {
  const sample = await read(path);
  expect(produced.length, `nothing produced for ${path}`).toBeGreaterThan(0);
  return together(produced.map((one) => compareShapes(sample, one))).filter((line) => !isAgreed(path, line));
}

const METHODS = [
  'apps.connections.open auth.test bots.info team.info users.info users.list usergroups.list usergroups.users.list',
  'chat.postMessage chat.postEphemeral chat.update chat.delete chat.getPermalink reactions.add',
  'conversations.history conversations.info conversations.list conversations.members conversations.replies',
  'files.getUploadURLExternal files.completeUploadExternal files.info',
  'views.open views.push views.update views.publish',
].flatMap((names) => names.split(' '));

describe('what the Web API answers has the shape of the published samples', () => {
  test.each(METHODS)('%s', async (method) => {
    expect(await compare(`api/${method}`, answers.get(method) ?? [])).toEqual([]);
  });
});

describe('what is sent to the app has the shape of the published samples', () => {
  const interactions = (type: string): Json[] => payloadsOf('interactive').filter((each) => each['type'] === type);

  test.each([
    ['BlockAction', 'block_actions', 8],
    ['ViewSubmission', 'view_submission', 1],
    ['ViewClosed', 'view_closed', 1],
  ])('%s', async (sample, type, count) => {
    expect(interactions(type)).toHaveLength(count);
    expect(await compare(`app-backend/${sample}Payload`, interactions(type))).toEqual([]);
  });

  test('SlashCommand', async () => {
    expect(await compare('app-backend/SlashCommandPayload', payloadsOf('slash_commands'))).toEqual([]);
  });

  test.each<[string, (event: Json) => boolean]>([
    ['AppHomeOpened', ({ type }) => type === 'app_home_opened'],
    ['AppMention', ({ type }) => type === 'app_mention'],
    ['ChannelArchive', ({ type }) => type === 'channel_archive'],
    ['ChannelRename', ({ type }) => type === 'channel_rename'],
    ['MemberJoinedChannel', ({ type }) => type === 'member_joined_channel'],
    ['Message', ({ type, bot_id: bot, subtype }) => type === 'message' && bot === undefined && subtype === undefined],
    ['MessageBot', ({ type, bot_id: bot }) => type === 'message' && bot !== undefined],
    ['MessageChanged', ({ subtype }) => subtype === 'message_changed'],
    ['MessageDeleted', ({ subtype }) => subtype === 'message_deleted'],
    ['SubteamMembersChanged', ({ type }) => type === 'subteam_members_changed'],
    ['UserChange', ({ type }) => type === 'user_change'],
  ])('%s', async (sample, fits) => {
    expect(await compare(`events/${sample}Payload`, eventsOf(fits))).toEqual([]);
  });

  test('AppRateLimited: flat, where the sample wraps it', async () => {
    const { event } = (await read('events/AppRateLimitedPayload')) as Json;
    const notice = payloadsOf('events_api').find(({ type }) => type === 'app_rate_limited');
    expect(compareShapes(event, notice)).toEqual([]);
  });
});

test('nothing is agreed that is no longer needed', () => {
  expect(findUnused()).toEqual([]);
});
