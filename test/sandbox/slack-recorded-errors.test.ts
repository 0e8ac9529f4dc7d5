import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import recorded from '../../sandbox/slack/contract/recorded-errors.json' with { type: 'json' };
import type { SlackWorkspace } from '../../sandbox/slack/workspace.ts';
import { startSocketBot } from './slack-bolt.ts';
import { call } from './slack-calls.ts';
import { openWorkspace } from './slack-workspaces.ts';

type Block = Record<string, unknown>;

const plain = (text: string) => ({ type: 'plain_text', text });
const divider: Block = { type: 'divider' };
const dividers = (count: number): Block[] => Array.from({ length: count }, () => divider);
const section = (text: string, more: Block = {}): Block => ({
  type: 'section',
  text: { type: 'mrkdwn', text },
  ...more,
});
const button = (more: Block = {}): Block => ({ type: 'button', text: plain('Go'), ...more });
const actions = (...elements: Block[]): Block => ({ type: 'actions', elements });
const option = (text: string): Block => ({ text: plain(text), value: 'v' });
const options = (count: number): Block[] =>
  Array.from({ length: count }, (_, index) => ({ ...option('x'), value: `${index}` }));
const input = (element: Block): Block => ({ type: 'input', label: plain('Label'), element });
const cells = (...row: Block[]): Block[] => row;
const modal = (blocks: Block[], more: Block = {}): Block => ({
  type: 'modal',
  title: plain('Title'),
  submit: plain('Go'),
  blocks,
  ...more,
});
const raw = { type: 'raw_text', text: 'a' };

/** `recorded`: a part of a line that real Slack answered; `says`: what must come back where its example cannot be repeated as it is. */
const messages: { recorded: string; says?: string; blocks: Block[] }[] = [
  {
    recorded: 'failed to match all allowed schemas [json-pointer:/blocks/0/text]',
    blocks: [section('x'.repeat(3001))],
  },
  {
    recorded: 'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    blocks: [section('😀'.repeat(3001))],
  },
  { recorded: 'no more than 50 items allowed [json-pointer:/blocks]', blocks: dividers(51) },
  {
    recorded: 'no more than 25 items allowed [json-pointer:/blocks/1/elements]',
    blocks: [divider, actions(...Array.from({ length: 26 }, () => button()))],
  },
  {
    recorded: 'no more than 10 items allowed [json-pointer:/blocks/3/fields]',
    blocks: [...dividers(3), { type: 'section', fields: Array.from({ length: 11 }, () => plain('f')) }],
  },
  {
    recorded: 'no more than 5 items allowed [json-pointer:/blocks/2/accessory/options]',
    blocks: [...dividers(2), section('x', { accessory: { type: 'overflow', options: options(6) } })],
  },
  {
    recorded: '`action_id` "cufa_poll_vote" already exists [json-pointer:/blocks/1/elements/1/action_id]',
    blocks: [divider, actions(button({ action_id: 'cufa_poll_vote' }), button({ action_id: 'cufa_poll_vote' }))],
  },
  {
    recorded: 'invalid additional property: text [json-pointer:/blocks/1]',
    blocks: [divider, { ...divider, text: 'x' }],
  },
  {
    recorded: 'invalid additional property: block_id',
    blocks: [actions({ type: 'static_select', options: options(1), block_id: 'b' })],
  },
  {
    recorded: 'invalid additional property: page_size [json-pointer:/blocks/0]',
    blocks: [{ type: 'table', rows: [cells(raw)], page_size: 5 }],
  },
  {
    recorded: 'must be more than 0 characters [json-pointer:/blocks/N/fields/M/text]',
    says: 'must be more than 0 characters [json-pointer:/blocks/0/fields/1/text]',
    blocks: [{ type: 'section', fields: [plain('f'), { type: 'mrkdwn', text: '' }] }],
  },
  {
    recorded: 'must provide an object [json-pointer:/blocks/1/elements/0/title]',
    says: 'must provide an object [json-pointer:/blocks/1/elements/0/text]',
    blocks: [divider, actions(button({ text: 'Go' }))],
  },
  {
    recorded: 'missing required field: value [json-pointer:/blocks/2/rows/1/2]',
    blocks: [
      ...dividers(2),
      { type: 'table', rows: [cells(raw, raw, raw), cells(raw, raw, { type: 'raw_number', text: '1' })] },
    ],
  },
  {
    recorded: 'input must match regex pattern: ^[F][A-Z0-9]{8,}$ [json-pointer:/blocks/2/slack_file/id]',
    blocks: [...dividers(2), { type: 'image', alt_text: 'a', slack_file: { id: 'nope' } }],
  },
];

const views: { recorded: string; view: Block }[] = [
  { recorded: 'no more than 100 items allowed [json-pointer:/view/blocks]', view: modal(dividers(101)) },
  {
    recorded: 'unsupported type: data_visualization [json-pointer:/view/blocks/5/type]',
    view: modal([...dividers(5), { type: 'data_visualization' }]),
  },
  {
    recorded: 'must be less than 25 characters [json-pointer:/view/title/text]',
    view: modal([divider], { title: plain('x'.repeat(25)) }),
  },
  {
    recorded: 'must provide at least 1 items [json-pointer:/view/blocks/9/accessory/options]',
    view: modal([...dividers(9), section('x', { accessory: { type: 'static_select', options: [] } })]),
  },
  {
    recorded: 'must be less than 76 characters [json-pointer:/view/blocks/2/element/options/0/text/text]',
    view: modal([...dividers(2), input({ type: 'static_select', options: [option('x'.repeat(76))] })]),
  },
  {
    recorded: 'failed to match all allowed schemas [json-pointer:/view]',
    view: modal([...dividers(2), input({ type: 'static_select', options: [option('x'.repeat(76))] })]),
  },
  {
    recorded: 'must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/2/input]',
    view: { type: 'modal', title: plain('T'), blocks: [...dividers(2), input({ type: 'plain_text_input' })] },
  },
];

let slack: SlackWorkspace;
beforeAll(async () => {
  slack = await openWorkspace({ rates: 'off' });
});
afterAll(() => slack.close());

const isRecorded = (part: string): boolean => recorded.recorded.some(({ line }) => line.includes(part));

describe('what real Slack refused is refused in the same words', () => {
  test.each(messages)('$recorded', async ({ recorded: line, says = line, blocks }) => {
    expect(isRecorded(line)).toBe(true);
    const answer = await call(slack, 'chat.postMessage', { channel: 'C0INCIDENTS', text: 'x', blocks });
    expect(answer).toMatchObject({ status: 200, error: 'invalid_blocks' });
    expect(answer.messages).toContainEqual(expect.stringContaining(`[ERROR] ${says}`));
    expect(answer.errors).toContainEqual(expect.stringContaining(says));
    const validated = await call(slack, 'blocks.validate', { blocks }, { token: '' });
    expect(validated.error).toBe('invalid_blocks');
    expect(JSON.stringify(validated.errors)).toContain(JSON.stringify(says.replace(/ \[.*$/, '')).slice(1, -1));
  });

  test.each(views)('$recorded', async ({ recorded: line, view }) => {
    expect(isRecorded(line)).toBe(true);
    const answer = await call(slack, 'views.publish', { user_id: 'U0JIN', view: { ...view, type: 'home' } });
    expect(answer.error).toBe('invalid_arguments');
    const opened = await call(slack, 'views.open', { trigger_id: '1.2.3', view });
    expect(opened.error).toBe('invalid_arguments');
    expect(opened.messages).toContain(`[ERROR] ${line}`);
  });

  test('a home view on a modal stack', async () => {
    const answer = await call(slack, 'views.push', { trigger_id: '1.2.3', view: { type: 'home', blocks: [] } });
    const line = "must match the `type` of the root view whose stack we're pushing onto [json-pointer:/view/type]";
    expect(isRecorded(line)).toBe(true);
    expect(answer.messages).toEqual([`[ERROR] ${line}`]);
  });

  test('files shared with a user id', async () => {
    const upload = await call(slack, 'files.getUploadURLExternal', { filename: 'a', length: '1' }, { form: true });
    await fetch(String(upload.body['upload_url']), { method: 'POST', body: 'x' });
    const files = [{ id: upload.body['file_id'] }];
    const answer = await call(slack, 'files.completeUploadExternal', { files, channel_id: 'U0NOBODY11' });
    const line = 'input must match regex pattern: ^[CGDZ][A-Z0-9]{8,}$ [json-pointer:/channel_id]';
    expect(isRecorded(line)).toBe(true);
    expect(answer.messages).toEqual([`[ERROR] ${line}`]);
  });

  test('history without a channel', async () => {
    expect(isRecorded('missing required field: channel')).toBe(true);
    const answer = await call(slack, 'conversations.history', {});
    expect(answer).toMatchObject({ error: 'invalid_arguments', messages: ['[ERROR] missing required field: channel'] });
  });

  test('blocks with too much text together', async () => {
    const of = (length: number) => ({
      channel: 'C0INCIDENTS',
      text: 'x',
      blocks: Array.from({ length: 5 }, () => section('x'.repeat(length / 5))),
    });
    expect((await call(slack, 'chat.postMessage', of(13_000))).ok).toBe(true);
    expect((await call(slack, 'chat.postMessage', of(13_300))).error).toBe('msg_blocks_too_long');
  });

  test('blocks.validate at its edges', async () => {
    const validate = (blocks: Block[]) => call(slack, 'blocks.validate', { blocks }, { token: '' });
    expect((await validate(dividers(50))).ok).toBe(true);
    expect((await validate([section('x'.repeat(3000))])).ok).toBe(true);
    expect((await validate([{ type: 'context', elements: [] }])).error).toBe('invalid_blocks');
    const eleven = Array.from({ length: 11 }, () => plain('x'));
    expect((await validate([{ type: 'context', elements: eleven }])).error).toBe('invalid_blocks');
    expect((await validate([{ type: 'markdown', text: 'x'.repeat(12_001) }])).error).toBe('internal_error');
  });

  test('an ack with a repeated action_id shows invalid_command_response', async () => {
    const bot = await startSocketBot(slack);
    const twice = { type: 'button' as const, action_id: 'same', text: { type: 'plain_text' as const, text: 'Go' } };
    bot.app.command('/x', ({ ack }) => ack({ text: 'x', blocks: [{ type: 'actions', elements: [twice, twice] }] }));
    const answer = await slack.as('U0JIN').type('/x', { channel: 'C0INCIDENTS' });
    expect(answer.error).toBe('invalid_command_response');
    expect(slack.violations.at(-1)).toMatchObject({ method: 'ack of /x', error: 'invalid_blocks' });
    await bot.stop();
  });
});
