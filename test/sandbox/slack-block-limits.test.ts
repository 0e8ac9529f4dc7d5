import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SlackWorkspace } from '../../sandbox/slack/workspace.ts';
import { call, type Answer } from './slack-calls.ts';
import { openWorkspace } from './slack-workspaces.ts';

type Block = Record<string, unknown>;

const plain = (text: string): Block => ({ type: 'plain_text', text });
const long = (length: number): string => '가'.repeat(length);
const many = <T>(count: number, one: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => one(i));
const option = (index = 0, more: Block = {}): Block => ({ text: plain('x'), value: `${index}`, ...more });
const button = (more: Block = {}): Block => ({ type: 'button', text: plain('Go'), ...more });
const actions = (...elements: Block[]): Block => ({ type: 'actions', elements });
const section = (more: Block): Block => ({ type: 'section', text: plain('x'), ...more });
const select = (more: Block): Block => actions({ type: 'static_select', options: [option()], ...more });
const choices = (type: string, count: number): Block => actions({ type, options: many(count, option) });
const confirm = (more: Block): Block => actions(button({ confirm: { text: plain('x'), ...more } }));
const image = (more: Block): Block => ({ type: 'image', alt_text: 'a', image_url: 'https://e.com/a.png', ...more });
const input = (more: Block): Block => ({
  ...{ type: 'input', label: plain('x'), element: { type: 'plain_text_input' } },
  ...more,
});
const table = (rows: number, cells: number, more: Block = {}): Block => ({
  ...{ type: 'table', rows: many(rows, () => many(cells, () => ({ type: 'raw_text', text: 'x' }))) },
  ...more,
});
const modal = (more: Block): Block => ({ type: 'modal', title: plain('T'), blocks: [{ type: 'divider' }], ...more });

/** Sends something of a size, and gets Slack's answer. */
type Probe = (size: number) => Promise<Answer>;

let slack: SlackWorkspace;
beforeAll(async () => {
  slack = await openWorkspace({ rates: 'off' });
});
afterAll(() => slack.close());

const post = (args: Block): Promise<Answer> => call(slack, 'chat.postMessage', { channel: 'C0INCIDENTS', ...args });
const message =
  (toBlocks: (size: number) => Block[]): Probe =>
  (size) =>
    post({ text: 'x', blocks: toBlocks(size) });
const block = (toBlock: (size: number) => Block): Probe => message((size) => [toBlock(size)]);
/** A view that is well-formed comes as far as its trigger, which nobody issued. */
const view =
  (toMore: (size: number) => Block): Probe =>
  async (size) => {
    const answer = await call(slack, 'views.open', { trigger_id: '1.2.3', view: modal(toMore(size)) });
    return answer.error === 'invalid_trigger_id' ? { ...answer, ok: true } : answer;
  };
const inModal = (toBlock: (size: number) => Block): Probe =>
  view((size) => ({ submit: plain('Go'), blocks: [toBlock(size)] }));

const update: Probe = async (size) => {
  const { body } = await post({ text: 'x' });
  return call(slack, 'chat.update', { channel: 'C0INCIDENTS', ts: body['ts'], text: long(size) });
};

/** Bytes of the whole view: with 99 sections of 2,500 characters and a last one that fills up. */
const ofBytes: Probe = async (size) => {
  const build = (last: number): Block => ({
    blocks: [...many(99, () => section({ text: plain('x'.repeat(2500)) })), section({ text: plain('x'.repeat(last)) })],
  });
  const room = size - Buffer.byteLength(JSON.stringify(modal(build(1)))) + 1;
  return view(() => build(room))(size);
};

/** Every limit of limits.json: how to reach it, `code` where it is not invalid_blocks, or why there is nothing to reach. */
const limits: Record<string, { probe: Probe; code?: string } | string> = {
  'message.blocks': { probe: message((n) => many(n, () => ({ type: 'divider' }))) },
  'message.text_advised': 'an advice',
  'message.text_truncated_over': 'cut, not refused: tested below',
  'message.chat.update_text_max_error_msg_too_long': { probe: update, code: 'msg_too_long' },
  'message.markdown_text': { probe: (n) => post({ markdown_text: long(n) }), code: 'msg_too_long' },
  'message.markdown_blocks_together': {
    probe: message((n) => [
      { type: 'markdown', text: long(6000) },
      { type: 'markdown', text: long(n - 6000) },
    ]),
    code: 'msg_blocks_too_long',
  },
  'message.blocks_total_text_refused_about': {
    probe: message((n) => many(14, (i) => section({ text: plain(long(i === 0 ? n - 13_000 : 1000)) }))),
    code: 'msg_blocks_too_long',
  },
  'message.attachments_max': {
    probe: (n) => post({ text: 'x', attachments: many(n, () => ({ text: 'a' })) }),
    code: 'too_many_attachments',
  },
  'message.attachments_advised': 'an advice',
  'message.attachment_footer': {
    probe: (n) => post({ text: 'x', attachments: [{ footer: long(n) }] }),
    code: 'invalid_attachments',
  },
  'message.attachment_actions': {
    probe: (n) => post({ text: 'x', attachments: [{ actions: many(n, () => ({})) }] }),
    code: 'invalid_attachments',
  },
  'message.tables_per_message': { probe: message((n) => many(n, () => table(1, 1))), code: 'invalid_attachments' },
  'message.contact_cards': 'contact cards are not imitated',
  'view.blocks': { probe: view((n) => ({ blocks: many(n, () => ({ type: 'divider' })) })) },
  'view.title': { probe: view((n) => ({ title: plain(long(n)) })) },
  'view.submit': { probe: view((n) => ({ submit: plain(long(n)) })) },
  'view.close': { probe: view((n) => ({ close: plain(long(n)) })) },
  'view.private_metadata': { probe: view((n) => ({ private_metadata: long(n) })) },
  'view.callback_id': { probe: view((n) => ({ callback_id: long(n) })) },
  'view.external_id': { probe: view((n) => ({ external_id: long(n) })) },
  'view.total_bytes': { probe: ofBytes, code: 'view_too_large' },
  'view.stack_depth': 'slack-limits.test.ts',
  'view.submit_required_with_input': 'slack-recorded-errors.test.ts',
  'view.trigger_id_seconds': 'slack-limits.test.ts',
  'view.trigger_id_uses': 'slack-limits.test.ts',
  'block.block_id': { probe: block((n) => ({ type: 'divider', block_id: long(n) })) },
  'block.block_id_unique_per_message': 'tested below',
  'block.section.text': { probe: block((n) => section({ text: plain(long(n)) })) },
  'block.section.fields': { probe: block((n) => section({ fields: many(n, () => plain('x')) })) },
  'block.section.fields[].text': { probe: block((n) => section({ fields: [plain(long(n))] })) },
  'block.header.text': { probe: block((n) => ({ type: 'header', text: plain(long(n)) })) },
  'block.actions.elements': { probe: block((n) => actions(...many(n, () => button()))) },
  'block.context.elements': { probe: block((n) => ({ type: 'context', elements: many(n, () => plain('x')) })) },
  'block.image.alt_text': { probe: block((n) => image({ alt_text: long(n) })) },
  'block.image.title': { probe: block((n) => image({ title: plain(long(n)) })) },
  'block.image_url': { probe: block((n) => image({ image_url: `https://e.com/`.padEnd(n, 'x') })) },
  'block.input.label': { probe: inModal((n) => input({ label: plain(long(n)) })) },
  'block.input.hint': { probe: inModal((n) => input({ hint: plain(long(n)) })) },
  'block.markdown.text': { probe: block((n) => ({ type: 'markdown', text: long(n) })) },
  'block.table.rows': { probe: block((n) => table(n, 1)) },
  'block.table.cells_per_row': { probe: block((n) => table(1, n)) },
  'block.table.column_settings': { probe: block((n) => table(1, 1, { column_settings: many(n, () => ({})) })) },
  'element.action_id': { probe: block((n) => actions(button({ action_id: long(n) }))) },
  'element.action_id_unique': 'slack-recorded-errors.test.ts',
  'element.button.text': { probe: block((n) => actions(button({ text: plain(long(n)) }))) },
  'element.button.value': { probe: block((n) => actions(button({ value: long(n) }))) },
  'element.button.url': { probe: block((n) => actions(button({ url: 'https://e.com/'.padEnd(n, 'x') }))) },
  'element.accessibility_label': { probe: block((n) => actions(button({ accessibility_label: long(n) }))) },
  'element.placeholder': { probe: block((n) => select({ placeholder: plain(long(n)) })) },
  'element.option.text': { probe: block((n) => select({ options: [option(0, { text: plain(long(n)) })] })) },
  'element.option.value': { probe: block((n) => select({ options: [option(0, { value: long(n) })] })) },
  'element.option.description': {
    probe: block((n) => select({ options: [option(0, { description: plain(long(n)) })] })),
  },
  'element.option.url': {
    probe: block((n) => actions({ type: 'overflow', options: [option(0, { url: 'https://e.com/'.padEnd(n, 'x') })] })),
  },
  'element.select.options': { probe: block((n) => select({ options: many(n, option) })) },
  'element.select.option_groups': {
    probe: block((n) =>
      actions({ type: 'static_select', option_groups: many(n, () => ({ label: plain('x'), options: [option()] })) }),
    ),
  },
  'element.option_group.label': {
    probe: block((n) =>
      actions({ type: 'static_select', option_groups: [{ label: plain(long(n)), options: [option()] }] }),
    ),
  },
  'element.checkboxes.options': { probe: block((n) => choices('checkboxes', n)) },
  'element.radio_buttons.options': { probe: block((n) => choices('radio_buttons', n)) },
  'element.overflow.options': { probe: block((n) => choices('overflow', n)) },
  'element.plain_text_input.max_length': {
    probe: inModal((n) => input({ element: { type: 'plain_text_input', max_length: n } })),
  },
  'element.confirm.title': { probe: block((n) => confirm({ title: plain(long(n)) })) },
  'element.confirm.text': { probe: block((n) => confirm({ text: plain(long(n)) })) },
  'element.confirm.confirm': { probe: block((n) => confirm({ confirm: plain(long(n)) })) },
  'element.confirm.deny': { probe: block((n) => confirm({ deny: plain(long(n)) })) },
  'response_url.uses': 'slack-limits.test.ts',
  'response_url.minutes': 'slack-limits.test.ts',
  ack_seconds: 'slack-real-clients.test.ts',
  socket_mode_connections: 'slack-faults.test.ts',
  slash_commands_per_app: 'tested below',
  scheduled_message_days: 'scheduled messages are not imitated',
  snippet_bytes: {
    probe: (n) =>
      call(
        slack,
        'files.getUploadURLExternal',
        { filename: 'a', length: String(n), snippet_type: 'text' },
        { form: true },
      ),
    code: 'snippet_too_large',
  },
};

/** Blocks and elements that are not imitated are refused as such, and loudly: see below. */
const NOT_IMITATED =
  /^(block\.(data_table|card|carousel|container|context_actions|video)|element\.(file_input|rich_text_input))\./;

const published = JSON.parse(
  await readFile(new URL('../fixtures/slack/limits.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;
const rows = Object.entries(published)
  .filter(([name]) => name !== '_source')
  .flatMap(([group, value]): [string, unknown][] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).map(([name, limit]) => [`${group}.${name}`, limit])
      : [[group, value]],
  )
  .filter(([name]) => !NOT_IMITATED.test(name));

test('every published limit is reached by a test, or has a reason why not', () => {
  expect(rows.map(([name]) => name).toSorted()).toEqual(Object.keys(limits).toSorted());
});

const reachable = rows.flatMap(([name, limit]) => {
  const how = limits[name];
  const [min, max] = (Array.isArray(limit) ? limit : [undefined, limit]) as [number | undefined, number];
  return typeof how === 'object' ? [{ name, min, max, ...how }] : [];
});

describe('what fits is taken, one more is refused', () => {
  test.each(reachable)('$name: $max', async ({ name, min, max, probe, code }) => {
    const refusal = code ?? (/^view|input/.test(name) ? 'invalid_arguments' : 'invalid_blocks');
    expect(await probe(max)).toMatchObject({ ok: true });
    const refused = await probe(max + 1);
    expect(refused.error).toBe(refusal);
    expect(slack.violations.at(-1)).toMatchObject({ error: refusal });
    if (code === undefined) expect(refused.messages.join('\n')).toMatch(/must be less than \d+|no more than \d+ items/);
    if (min === undefined) return;
    expect(await probe(min)).toMatchObject({ ok: true });
    expect((await probe(min - 1)).messages.join('\n')).toContain(`must provide at least ${min} items`);
  });
});

test('a text over 40,000 characters is cut', async () => {
  const { body } = await post({ text: long(40_001) });
  expect((body['message'] as { text: string }).text).toHaveLength(40_000);
});

test('a block_id is used once in a message', async () => {
  const twice = { type: 'divider', block_id: 'same' };
  const { messages } = await post({ text: 'x', blocks: [twice, twice] });
  expect(messages).toEqual(['[ERROR] `block_id` "same" already exists [json-pointer:/blocks/1/block_id]']);
});

test('an app has fifty commands', async () => {
  const commands = many(51, (index) => `/c${index}`);
  await expect(openWorkspace({ manifest: { commands } })).rejects.toThrow('at most 50 commands');
});

test.each(['data_table', 'card', 'carousel', 'container', 'context_actions', 'video', 'plan'])(
  'a block that Slack has and this sandbox has not is no unknown one: %s',
  async (type) => {
    expect((await post({ text: 'x', blocks: [{ type }] })).messages).toEqual([
      `[ERROR] not imitated by this sandbox: ${type} [json-pointer:/blocks/0/type]`,
    ]);
    expect((await post({ text: 'x', blocks: [{ type: `${type}s` }] })).messages).toEqual([
      `[ERROR] unsupported type: ${type}s [json-pointer:/blocks/0/type]`,
    ]);
  },
);
