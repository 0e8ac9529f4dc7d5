import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SlackWorkspace } from '../../sandbox/slack/workspace.ts';
import { call } from './slack-calls.ts';
import { connectRaw, type Envelope } from './slack-sockets.ts';
import { openWorkspace } from './slack-workspaces.ts';

type Json = Record<string, unknown>;

const plain = (text: string) => ({ type: 'plain_text', text });
const input = (blockId: string, more: Json = {}, element: Json = {}): Json => ({
  ...{ type: 'input', block_id: blockId, label: plain(blockId), ...more },
  element: { type: 'plain_text_input', action_id: 'text', ...element },
});
const menu = {
  ...{ type: 'static_select', action_id: 'pick' },
  options: ['1', '2'].map((value) => ({ text: plain(`Option ${value}`), value })),
};
const button = { type: 'button', action_id: 'go', text: plain('Go'), value: 'first' };
const row = { type: 'actions', block_id: 'row', elements: [button, menu] };
const modal = (blocks: Json[] = [input('why')], more: Json = {}): Json => ({
  ...{ type: 'modal', title: plain('M'), submit: plain('Go'), blocks },
  ...more,
});
const at = { channel: 'C0INCIDENTS' };
const TROUBLE = 'We had some trouble connecting. Try again?';

let slack: SlackWorkspace;
let received: Envelope[];
/** What the app answers to what comes. */
let answer: (envelope: Envelope) => boolean | object;

beforeEach(async () => {
  slack = await openWorkspace({ rates: 'off' });
  answer = () => true;
  ({ received } = await connectRaw(slack, (envelope) => answer(envelope)));
});
afterEach(() => slack.close());

const interactions = (): Json[] =>
  received.flatMap(({ type, payload }) => (type === 'interactive' && payload ? [payload] : []));
const jin = () => slack.as('U0JIN');

async function trigger(): Promise<unknown> {
  await jin().type('/x', at);
  return received.at(-1)?.payload?.['trigger_id'];
}

async function open(view: Json, method = 'views.open'): Promise<{ id: string; hash: string }> {
  const { body } = await call(slack, method, { trigger_id: await trigger(), view });
  expect(body).toMatchObject({ ok: true });
  return body['view'] as { id: string; hash: string };
}

async function post(blocks: Json[] = [row]): Promise<string> {
  return String((await call(slack, 'chat.postMessage', { ...at, text: 'x', blocks })).body['ts']);
}

describe('an app that does not answer', () => {
  test('after 3 seconds each sees what Slack shows', async () => {
    const ts = await post();
    await open(modal());
    answer = () => false;
    const [command, pressed, submitted] = await Promise.all([
      jin().type('/x', at),
      jin().click({ ...at, ts }, 'Go'),
      jin().submit({ why: 'because' }),
    ]);
    for (const { ackMs, error } of [command, pressed, submitted]) {
      expect(error).toBe('operation_timeout');
      expect(ackMs).toBeGreaterThanOrEqual(2990);
    }
    expect(command.shown).toBe('/x failed with the error "operation_timeout"');
    expect(pressed.shown).toMatch(/^⚠️/);
    expect(submitted.shown).toBe(TROUBLE);
    expect(jin().modal()?.title).toBe('M');
    expect(received.filter(({ type }) => ['slash_commands', 'interactive'].includes(type))).toHaveLength(4);
  });

  test('without a connection it is told at once', async () => {
    const ts = await post();
    await open(modal());
    slack.faults.disconnectSockets();
    await slack.waitFor(() => slack.sockets === 0);
    expect((await jin().type('/x', at)).shown).toBe('/x failed with the error "dispatch_failed"');
    expect(await jin().click({ ...at, ts }, 'Go')).toMatchObject({ error: 'dispatch_failed', ackMs: 0 });
    expect(await jin().submit({ why: 'x' })).toEqual({ error: 'dispatch_failed', ackMs: 0, shown: TROUBLE });
  });
});

describe('what a submission can be answered with', () => {
  test.each<[string, object, string]>([
    ['errors for a block that is no input', { response_action: 'errors', errors: { row: 'no' } }, 'invalid_errors'],
    ['no errors at all', { response_action: 'errors', errors: {} }, 'invalid_errors'],
    ['an unknown action', { response_action: 'explode', view: modal() }, 'invalid_response_action'],
    [
      'a bad view',
      { response_action: 'update', view: modal([], { title: plain('x'.repeat(25)) }) },
      'invalid_arguments',
    ],
    ['a body without an action', { text: 'thanks' }, 'missing_response_action'],
  ])('%s is refused, counted, and shown as trouble', async (_name, ack, error) => {
    await open(modal([input('why'), row]));
    answer = () => ack;
    expect(await jin().submit({ why: 'x' })).toMatchObject({ error: 'invalid_response', shown: TROUBLE });
    expect(slack.violations).toEqual([expect.objectContaining({ method: 'ack of view_submission', error })]);
    expect(jin().modal()?.errors).toEqual({});
  });

  test('errors stand under their inputs until the next try', async () => {
    await open(modal());
    answer = () => ({ response_action: 'errors', errors: { why: 'Say more' } });
    expect(await jin().submit({ why: 'x' })).toMatchObject({ errors: { why: 'Say more' } });
    expect(jin().modal()?.errors).toEqual({ why: 'Say more' });
    answer = () => true;
    expect(await jin().submit()).toMatchObject({ closed: true });
  });

  test('update, push up to three, and clear', async () => {
    await open(modal());
    answer = () => ({ response_action: 'update', view: modal([input('why')], { title: plain('Two') }) });
    expect((await jin().submit({ why: 'x' })).updated?.title).toBe('Two');
    answer = () => ({ response_action: 'push', view: modal([input('why')], { title: plain('On top') }) });
    expect((await jin().submit({ why: 'x' })).pushed?.title).toBe('On top');
    expect((await jin().submit({ why: 'x' })).pushed?.title).toBe('On top');
    expect(await jin().submit({ why: 'x' })).toMatchObject({ error: 'invalid_response' });
    expect(slack.violations).toEqual([expect.objectContaining({ error: 'push_limit_reached' })]);
    answer = () => ({ response_action: 'clear' });
    expect(await jin().submit()).toMatchObject({ closed: true });
    expect(jin().modal()).toBeUndefined();
  });

  test('a click takes no body', async () => {
    const ts = await post();
    answer = () => ({ text: 'thanks' });
    await jin().click({ ...at, ts }, 'Go');
    expect(slack.violations).toEqual([expect.objectContaining({ method: 'ack of block_actions' })]);
  });
});

describe('a view that changes under the person', () => {
  test('what was typed stays by block_id and action_id', async () => {
    const { id } = await open(modal([input('why'), input('where')]));
    await jin().enter('why', 'the router', 'typed');
    await jin().enter('where', 'in Seoul', 'typed');
    const next = [input('why', { label: plain('Reason') }), input('where', {}, { action_id: 'other' })];
    await call(slack, 'views.update', { view_id: id, view: modal(next) });
    expect(await jin().submit()).toEqual({ ackMs: 0, errors: { where: 'Please complete this required field.' } });
    await jin().submit({ where: 'here' });
    expect(interactions().at(-1)?.['view']).toMatchObject({
      state: { values: { why: { text: { value: 'the router' } }, where: { other: { value: 'here' } } } },
    });
  });

  test('an old hash is a conflict, a closed view is not there: neither is the app’s mistake', async () => {
    const { id, hash } = await open(modal());
    expect((await call(slack, 'views.update', { view_id: id, hash, view: modal() })).ok).toBe(true);
    expect((await call(slack, 'views.update', { view_id: id, hash, view: modal() })).error).toBe('hash_conflict');
    await jin().closeModal();
    expect((await call(slack, 'views.update', { view_id: id, view: modal() })).error).toBe('not_found');
    expect(slack.violations).toEqual([]);
  });

  test('an external_id is good once at a time', async () => {
    await open(modal([input('why')], { external_id: 'mine' }));
    const again = { trigger_id: await trigger(), view: modal([input('why')], { external_id: 'mine' }) };
    expect((await call(slack, 'views.push', again)).error).toBe('duplicate_external_id');
  });

  test('the app hears of a closed modal if it asked to, and whether all were', async () => {
    await open(modal());
    await jin().closeModal();
    expect(interactions()).toEqual([]);
    await open(modal([input('why')], { notify_on_close: true, clear_on_close: true }));
    await open(modal([input('why')], { notify_on_close: true }), 'views.push');
    await jin().closeModal();
    await jin().closeModal();
    expect(interactions().map(({ type, is_cleared: cleared }) => [type, cleared])).toEqual([
      ['view_closed', false],
      ['view_closed', true],
    ]);
  });
});

describe('typing', () => {
  const on = (...triggers: string[]): Json => ({ dispatch_action_config: { trigger_actions_on: triggers } });

  test.each<[string, Json, Json, number, number]>([
    ['an input that dispatches nothing', {}, {}, 0, 0],
    ['one that dispatches, by default', { dispatch_action: true }, {}, 0, 1],
    ['on Enter', { dispatch_action: true }, on('on_enter_pressed'), 0, 1],
    ['on each character', { dispatch_action: true }, on('on_character_entered'), 1, 0],
    ['on both', { dispatch_action: true }, on('on_enter_pressed', 'on_character_entered'), 1, 1],
    ['configured, but not dispatching', {}, on('on_enter_pressed'), 0, 0],
  ])('%s', async (_name, more, element, typed, entered) => {
    await open(modal([input('why', more, element)]));
    await jin().enter('why', 'abc', 'typed');
    expect(interactions()).toHaveLength(typed);
    await jin().enter('why', 'abcd', 'enter');
    expect(interactions()).toHaveLength(typed + entered);
    for (const each of interactions()) {
      expect(each).toMatchObject({
        type: 'block_actions',
        container: { type: 'view' },
        actions: [{ type: 'plain_text_input', block_id: 'why', action_id: 'text' }],
      });
    }
    await jin().submit();
    const values = { why: { text: { type: 'plain_text_input', value: 'abcd' } } };
    expect(interactions().at(-1)).toMatchObject({ view: { state: { values } } });
  });

  test('only into an input that is there', async () => {
    await open(modal([input('why'), row]));
    await expect(jin().enter('row', 'x', 'typed')).rejects.toThrow('no text input in a block "row"');
  });
});

describe('pressing exactly what a client shows', () => {
  test('in a message, the modal and the Home, an option by its value', async () => {
    const ts = await post();
    expect(await jin().pressExactly({ ...at, ts }, { block: row, actionId: 'go' })).toEqual({
      ackMs: expect.any(Number),
    });
    await jin().pressExactly({ ...at, ts }, { block: row, actionId: 'pick', option: '2' });
    await open(modal([input('why'), row]));
    await jin().pressExactly('modal', { block: row, actionId: 'go' });
    await call(slack, 'views.publish', { user_id: 'U0JIN', view: { type: 'home', blocks: [row] } });
    await jin().pressExactly('home', { block: row, actionId: 'go' });
    const go = { type: 'button', block_id: 'row', action_id: 'go', value: 'first' };
    expect(interactions()).toMatchObject([
      { actions: [go], container: { type: 'message', message_ts: ts }, channel: { id: 'C0INCIDENTS' } },
      {
        actions: [{ action_id: 'pick', selected_option: { value: '2' } }],
        state: { values: { row: { pick: { selected_option: { value: '2' } } } } },
      },
      { actions: [go], view: { type: 'modal' } },
      { actions: [go], view: { type: 'home' } },
    ]);
  });

  test('an old screen sends what it showed', async () => {
    const ts = await post();
    await call(slack, 'chat.update', { ...at, ts, text: 'gone', blocks: [] });
    await jin().pressExactly({ ...at, ts }, { block: row, actionId: 'go' });
    expect(interactions()).toMatchObject([
      { actions: [{ action_id: 'go', value: 'first' }], message: { text: 'gone' } },
    ]);
  });

  test('an input of a modal keeps the choice, and tells the app only if it dispatches', async () => {
    const choose = (more: Json): Json => ({ ...input('which', more), element: menu });
    const block = choose({});
    await open(modal([block]));
    expect(await jin().pressExactly('modal', { block, actionId: 'pick', option: '2' })).toEqual({ ackMs: 0 });
    expect(interactions()).toEqual([]);
    await jin().submit();
    expect(interactions()).toMatchObject([
      { view: { state: { values: { which: { pick: { selected_option: { value: '2' } } } } } } },
    ]);
    const dispatching = choose({ dispatch_action: true });
    await open(modal([dispatching]));
    await jin().pressExactly('modal', { block: dispatching, actionId: 'pick', option: '1' });
    expect(interactions()[1]).toMatchObject({ type: 'block_actions', actions: [{ selected_option: { value: '1' } }] });
  });

  test('what is not in the block is not pressed', async () => {
    const ts = await post();
    await expect(jin().pressExactly({ ...at, ts }, { block: row, actionId: 'stop' })).rejects.toThrow(
      'no element "stop" in block "row"; there are: go, pick',
    );
    await expect(jin().pressExactly({ ...at, ts }, { block: row, actionId: 'pick' })).rejects.toThrow('which option');
    await expect(jin().pressExactly('modal', { block: row, actionId: 'go' })).rejects.toThrow('no modal open');
  });
});

describe('response_url', () => {
  const respond = async (body: Json): Promise<string> => {
    const url = String(received.findLast(({ payload }) => payload?.['response_url'])?.payload?.['response_url']);
    return (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).text();
  };
  const seen = () =>
    jin()
      .sees('C0INCIDENTS')
      .map(({ text, ephemeral }) => (ephemeral ? `(${text})` : text));

  test('of a command replaces and deletes nothing', async () => {
    answer = () => ({ text: 'ack' });
    await jin().type('/x', at);
    expect(await respond({ replace_original: true, text: 'more' })).toBe('ok');
    expect(await respond({ delete_original: true })).toBe('ok');
    expect(seen()).toEqual(['(ack)', '(more)']);
  });

  test('of a click replaces or deletes the message, or adds to it', async () => {
    const ts = await post();
    await jin().click({ ...at, ts }, 'Go');
    await respond({ text: 'aside' });
    await respond({ text: 'new', replace_original: true });
    expect(seen()).toEqual(['new', '(aside)']);
    await respond({ delete_original: true });
    expect(seen()).toEqual(['(aside)']);
  });

  test('of a click on an ephemeral message replaces and deletes that', async () => {
    await call(slack, 'chat.postEphemeral', { ...at, user: 'U0JIN', text: 'psst', blocks: [row] });
    const ts = jin().sees('C0INCIDENTS')[0]?.ts ?? '';
    await jin().click({ ...at, ts }, 'Go');
    await respond({ text: 'new', replace_original: true });
    expect(seen()).toEqual(['(new)']);
    await respond({ delete_original: true });
    expect(seen()).toEqual([]);
    expect(await respond({ text: 'later', replace_original: true })).toBe('ok');
    expect(slack.violations).toEqual([]);
  });
});

test('a reload forgets modals and what only this person saw', async () => {
  const { id } = await open(modal());
  await call(slack, 'chat.postEphemeral', { ...at, user: 'U0JIN', text: 'psst' });
  jin().reload();
  expect(jin().modal()).toBeUndefined();
  expect(jin().sees('C0INCIDENTS')).toEqual([]);
  expect((await call(slack, 'views.update', { view_id: id, view: modal() })).error).toBe('not_found');
});
