import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock, type Clock } from '../../src/core/clock.ts';
import { contract } from '../../sandbox/slack/contract.ts';
import type { SlackWorkspace } from '../../sandbox/slack/workspace.ts';
import { call, type Answer } from './slack-calls.ts';
import { openWorkspace } from './slack-workspaces.ts';

let slack: SlackWorkspace;
afterEach(() => slack.close());

const open = async (...args: Parameters<typeof openWorkspace>): Promise<void> => {
  slack = await openWorkspace({ rates: 'off', ...args[0] });
};
const at = { channel: 'C0INCIDENTS' };
const TS = '1700000000.000100';
const view = { type: 'modal', title: { type: 'plain_text', text: 'x' }, blocks: [] };
const home = { type: 'home', blocks: [] };
const commonErrors = JSON.parse(
  await readFile(new URL('../fixtures/slack/common-errors.json', import.meta.url), 'utf8'),
) as Record<string, string>;

/** `state`: others did it, the app could not know. */
type Refusal = [method: string, args: Record<string, unknown>, error: string, kind?: 'state'];

const refusals: Refusal[] = [
  ['bots.info', { bot: 'B0NOBODY' }, 'bot_not_found'],
  ['team.info', { team: 'T0NOBODY' }, 'team_not_found'],
  ['chat.postMessage', { ...at }, 'no_text'],
  ['chat.postMessage', { channel: '#incidents', text: 'x' }, 'channel_not_found'],
  ['chat.postMessage', { channel: 'C0OLD', text: 'x' }, 'is_archived', 'state'],
  ['chat.postMessage', { ...at, text: 'x', markdown_text: 'x' }, 'markdown_text_conflict'],
  ['chat.postMessage', { ...at, text: 'x', metadata: { event_type: 1 } }, 'invalid_metadata_format'],
  [
    'chat.postMessage',
    { ...at, text: 'x', metadata: { event_type: 'a', event_payload: { x: 'x'.repeat(20_000) } } },
    'metadata_too_large',
  ],
  ['chat.postEphemeral', { channel: 'C0RANDOM', user: 'U0JIN', text: 'x' }, 'not_in_channel', 'state'],
  ['chat.postEphemeral', { ...at, user: 'U0GONE', text: 'x' }, 'user_not_in_channel', 'state'],
  ['chat.update', { ...at, ts: TS, text: 'x' }, 'message_not_found', 'state'],
  ['chat.update', { channel: 'C0NOBODY', ts: TS, text: 'x' }, 'channel_not_found'],
  ['chat.delete', { ...at, ts: TS }, 'message_not_found', 'state'],
  ['chat.getPermalink', { ...at, message_ts: TS }, 'message_not_found', 'state'],
  ['conversations.list', { types: 'secret_channel' }, 'invalid_types'],
  ['conversations.list', { cursor: 'x' }, 'invalid_cursor'],
  ['conversations.list', { limit: '0' }, 'invalid_limit'],
  ['conversations.info', { channel: 'G0SECRET' }, 'channel_not_found'],
  ['conversations.members', { channel: 'C0NOBODY' }, 'channel_not_found'],
  ['conversations.history', { channel: 'C0RANDOM' }, 'not_in_channel', 'state'],
  ['conversations.history', { ...at, oldest: 'x' }, 'invalid_ts_oldest'],
  ['conversations.history', { ...at, latest: 'x' }, 'invalid_ts_latest'],
  ['conversations.replies', { ...at, ts: TS }, 'thread_not_found', 'state'],
  ['conversations.join', { channel: 'C0OLD' }, 'is_archived', 'state'],
  ['conversations.open', {}, 'users_list_not_supplied'],
  ['conversations.open', { users: 'U0NOBODY' }, 'user_not_found'],
  ['conversations.open', { users: 'U0GONE' }, 'user_disabled', 'state'],
  ['users.info', { user: 'U0NOBODY' }, 'user_not_found'],
  ['usergroups.users.list', { usergroup: 'S0NOBODY' }, 'no_such_subteam'],
  ['views.open', { trigger_id: '1.2.3', view }, 'invalid_trigger_id'],
  ['views.open', { trigger_id: '1.2.3', view: home }, 'invalid_arguments'],
  ['views.push', { trigger_id: '1.2.3', view }, 'invalid_trigger_id'],
  ['views.update', { view_id: 'V0CLOSED', view }, 'not_found', 'state'],
  ['views.publish', { user_id: 'U0NOBODY', view: home }, 'invalid_arguments'],
  ['views.publish', { user_id: 'U0JIN', view: home, hash: '1.old' }, 'hash_conflict', 'state'],
  ['files.getUploadURLExternal', { filename: 'a', length: '0' }, 'missing_argument'],
  ['files.completeUploadExternal', { files: [{ id: 'F0NOBODY' }] }, 'file_not_found'],
  ['files.info', { file: 'F0NOBODY' }, 'file_not_found'],
  ['reactions.add', { ...at, timestamp: TS, name: 'eyes' }, 'message_not_found', 'state'],
  ['reactions.add', { ...at, timestamp: TS, name: 'E Y E S' }, 'invalid_name'],
  ['blocks.validate', {}, 'invalid_arguments'],
];

/** Real answers that the method pages do not list. */
const UNLISTED: Record<string, string[]> = {
  'chat.postMessage': ['invalid_thread_ts'],
  'conversations.history': ['invalid_limit'],
};

describe('every refusal is one that Slack documents, and counts unless others caused it', () => {
  test.each(refusals)('%s %j: %s', async (method, args, error, kind) => {
    await open();
    await call(slack, 'views.publish', { user_id: 'U0JIN', view: home });
    const form = contract[method]?.json === false;
    const answer = await call(slack, method, args, { form });
    expect(answer).toMatchObject({ status: 200, ok: false, error });
    const documented = [...(contract[method]?.errors ?? []), ...Object.keys(commonErrors), ...(UNLISTED[method] ?? [])];
    expect(documented).toContain(error);
    expect(slack.violations.map((violation) => violation.error)).toEqual(kind === 'state' ? [] : [error]);
    expect(slack.calls.at(-1)).toMatchObject({ method, error });
  });

  test('what is nobody’s fault for one method is a mistake for another', async () => {
    await open();
    await call(slack, 'views.update', { view_id: 'V0CLOSED', view });
    await call(slack, 'chat.update', { channel: 'C0NOBODY', ts: TS, text: 'x' });
    await call(slack, 'usergroups.users.list', { usergroup: 'S0NOBODY' }, { form: true });
    expect(slack.violations).toEqual([
      { method: 'chat.update', error: 'channel_not_found', messages: [] },
      { method: 'usergroups.users.list', error: 'no_such_subteam', messages: [] },
    ]);
    expect(slack.counts).toEqual({ calls: 3, violations: 2 });
  });
});

describe.each(Object.keys(contract).filter((method) => !['api.test', 'blocks.validate'].includes(method)))(
  '%s',
  (method) => {
    const form = contract[method]?.json === false;
    const token = (): string => (method === 'apps.connections.open' ? slack.appToken : slack.botToken);

    test('needs its token, its scopes and its arguments, and takes no others', async () => {
      await open();
      expect((await call(slack, method, {}, { token: '', form })).error).toBe('not_authed');
      expect((await call(slack, method, {}, { token: 'xoxb-other', form })).error).toBe('invalid_auth');
      const other = token() === slack.appToken ? slack.botToken : slack.appToken;
      expect((await call(slack, method, {}, { token: other, form })).error).toBe('not_allowed_token_type');
      const colour = await call(slack, method, { colour: 'red' }, { token: token(), form });
      expect(colour).toMatchObject({ error: 'invalid_arguments' });
      expect(colour.messages).toContain('[ERROR] invalid additional property: colour');
      for (const name of contract[method]?.required ?? []) {
        expect(colour.messages).toContain(`[ERROR] missing required field: ${name}`);
      }
      await slack.close();
      await open({ manifest: { scopes: ['none:at-all'] } });
      const bare = await call(slack, method, {}, { token: token(), form });
      if ((contract[method]?.bot_scopes ?? []).length === 0) return expect(bare.error).not.toBe('missing_scope');
      expect(bare).toMatchObject({ error: 'missing_scope', body: { provided: 'none:at-all' } });
      expect(contract[method]?.bot_scopes).toEqual(
        expect.arrayContaining(String(bare.body['needed']).split(',').slice(0, 1)),
      );
    });
  },
);

describe('methods', () => {
  test('one that does not exist, and one that is not imitated', async () => {
    await open();
    expect((await call(slack, 'chat.shout', {}, { token: '' })).body).toMatchObject({
      error: 'unknown_method',
      req_method: 'chat.shout',
    });
    const said = '[ERROR] Slack has chat.scheduleMessage, this sandbox does not imitate it: nothing was done';
    expect(await call(slack, 'chat.scheduleMessage', at)).toMatchObject({
      error: 'method_not_imitated',
      messages: [said],
    });
    expect((await call(slack, 'constructor', {})).error).toBe('unknown_method');
    expect(slack.violations.map(({ method, error }) => `${method} ${error}`)).toEqual([
      'chat.shout unknown_method',
      'chat.scheduleMessage method_not_imitated',
      'constructor unknown_method',
    ]);
  });

  test('a deactivated person still has a mailbox, as slackapi/python-slack-sdk#1156 found', async () => {
    await open();
    expect((await call(slack, 'chat.postMessage', { channel: 'U0GONE', text: 'x' })).ok).toBe(true);
  });

  test('nothing is written where the channel was archived or the app thrown out since', async () => {
    await open();
    const { body } = await call(slack, 'chat.postMessage', { ...at, text: 'x' });
    slack.admin.archive('C0INCIDENTS');
    expect((await call(slack, 'chat.update', { ...at, ts: body['ts'], text: 'y' })).error).toBe('is_inactive');
    expect((await call(slack, 'reactions.add', { ...at, timestamp: body['ts'], name: 'eyes' })).error).toBe(
      'is_archived',
    );
    slack.admin.removeBot('C0INCIDENTS');
    expect((await call(slack, 'conversations.history', at)).error).toBe('not_in_channel');
    expect(slack.violations).toEqual([]);
  });
});

describe('content types', () => {
  const send = async (contentType: string | undefined, body: string): Promise<Answer['body']> => {
    const response = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${slack.botToken}`,
        ...(contentType !== undefined && { 'content-type': contentType }),
      },
      body: Buffer.from(body),
    });
    return (await response.json()) as Answer['body'];
  };
  const json = JSON.stringify({ ...at, text: 'x' });
  const form = 'channel=C0INCIDENTS&text=x';

  test.each([
    [undefined, json, 'missing_post_type'],
    ['application/xml', json, 'invalid_post_type'],
    ['application/json; charset=latin-9', json, 'invalid_charset'],
    ['application/json; charset=utf-8', '{', 'invalid_json'],
    ['application/json; charset=utf-8', '[]', 'json_not_object'],
    ['multipart/form-data; boundary=x', 'no form', 'invalid_form_data'],
    ['text/plain', form, 'invalid_arguments'],
  ])('%s with %s: %s', async (contentType, body, error) => {
    await open();
    expect(await send(contentType, body)).toMatchObject({ ok: false, error });
    expect(slack.violations).toEqual([expect.objectContaining({ method: 'chat.postMessage', error })]);
  });

  test.each([
    ['application/json', json, 'missing_charset'],
    ['application/x-www-form-urlencoded; charset=utf-8', form, 'superfluous_charset'],
  ])('%s is taken, with a warning', async (contentType, body, warning) => {
    await open();
    const metadata = { warnings: [warning] };
    expect(await send(contentType, body)).toMatchObject({ ok: true, warning, response_metadata: metadata });
  });

  test.each([
    ['application/json; charset=utf-8', json],
    ['application/x-www-form-urlencoded', form],
  ])('%s is as Slack wants it', async (contentType, body) => {
    await open();
    expect(await send(contentType, body)).not.toHaveProperty('warning');
  });

  test('a token inside a JSON body is ignored, inside a form it counts', async () => {
    await open();
    expect((await call(slack, 'auth.test', { token: slack.botToken }, { token: '' })).error).toBe('not_authed');
    expect((await call(slack, 'auth.test', { token: slack.botToken }, { token: '', form: true })).ok).toBe(true);
  });
});

/** A hundred calls take a while, in which a flowing clock would allow one more. */
const now = new Date();
const stillClock: Clock = { ...systemClock, now: () => now };

describe('pace', () => {
  const PER_MINUTE: Record<string, number> = { t1: 1, t2: 20, t3: 50, t4: 100 };

  test.each<[string, Record<string, unknown>]>([
    ['usergroups.list', {}],
    ['conversations.info', at],
    ['chat.update', { ...at, ts: TS, text: 'x' }],
    ['users.info', { user: 'U0JIN' }],
    ['chat.postEphemeral', { ...at, user: 'U0JIN', text: 'x' }],
    ['views.publish', { user_id: 'U0JIN', view: home }],
  ])('%s ends with its tier, for the whole workspace', async (method, args) => {
    await open({ rates: {}, clock: stillClock });
    const { tier, json } = contract[method] ?? {};
    const allowed = PER_MINUTE[tier ?? ''] ?? 0;
    expect(allowed).toBeGreaterThan(0);
    for (let count = 0; count < allowed; count += 1) {
      expect((await call(slack, method, args, { form: json === false })).status).toBe(200);
    }
    const refused = await call(slack, method, {
      ...args,
      ...(args['channel'] !== undefined && { channel: 'C0RANDOM' }),
    });
    expect(refused).toMatchObject({ status: 429, error: 'ratelimited' });
    expect(refused.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect(slack.violations).toEqual([]);
  });

  test('a workspace has a pace of its own for messages, whatever the channel', async () => {
    const slow = { burst: 2, perSecond: 0.3 };
    await open({ rates: { postMessagePerWorkspace: slow }, clock: stillClock });
    for (const channel of ['C0INCIDENTS', 'C0RANDOM']) {
      expect((await call(slack, 'chat.postMessage', { channel, text: 'x' })).ok).toBe(true);
    }
    const third = await call(slack, 'chat.postMessage', { channel: 'U0JIN', text: 'x' });
    expect(third.status).toBe(429);
    expect(third.headers.get('retry-after')).toBe('4');
  });

  test('a person and the direct messages with that person are one channel', async () => {
    await open({ rates: {}, clock: stillClock });
    for (const channel of ['U0JIN', slack.as('U0JIN').dm(), 'U0JIN', slack.as('U0JIN').dm()]) {
      expect((await call(slack, 'chat.postMessage', { channel, text: 'x' })).ok).toBe(true);
    }
    expect((await call(slack, 'chat.postMessage', { channel: 'U0JIN', text: 'x' })).status).toBe(429);
  });
});
