import type { BlockAction, ButtonAction } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../../sandbox/slack/person/person.ts';
import type { SlackWorkspace } from '../../sandbox/slack/workspace.ts';
import { startHttpBot, startSocketBot, type Bot } from './slack-bolt.ts';
import { openWorkspace } from './slack-workspaces.ts';

const approval: KnownBlock[] = [
  { type: 'section', text: { type: 'mrkdwn', text: 'Failover of *nextuse*' } },
  {
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: 'approval.approve',
        text: { type: 'plain_text', text: 'Approve' },
        value: 'run_1',
        confirm: { title: { type: 'plain_text', text: 'Sure?' }, text: { type: 'mrkdwn', text: 'Switches DNS' } },
      },
      {
        type: 'overflow',
        action_id: 'run.more',
        options: [
          { text: { type: 'plain_text', text: 'Export' }, value: 'export' },
          { text: { type: 'plain_text', text: 'Copy link' }, value: 'link' },
        ],
      },
    ],
  },
];

const reasonModal = {
  type: 'modal' as const,
  callback_id: 'reason',
  title: { type: 'plain_text' as const, text: 'Break glass' },
  submit: { type: 'plain_text' as const, text: 'Go' },
  blocks: [
    {
      type: 'input' as const,
      block_id: 'why',
      label: { type: 'plain_text' as const, text: 'Reason' },
      element: { type: 'plain_text_input' as const, action_id: 'text' },
    },
    {
      type: 'input' as const,
      block_id: 'service',
      label: { type: 'plain_text' as const, text: 'Service' },
      element: {
        type: 'static_select' as const,
        action_id: 'name',
        options: [{ text: { type: 'plain_text' as const, text: 'nextuse' }, value: 'svc-1' }],
      },
    },
  ],
};

/** What the tests expect the app to do, on real Bolt. */
function listen({ app }: Bot, heard: string[]): void {
  app.command('/failover', async ({ ack, command, respond, client }) => {
    await ack({ text: `got ${command.text} in ${command.channel_name}` });
    await client.chat.postMessage({ channel: command.channel_id, text: 'Failover', blocks: approval });
    await respond({ text: 'started', response_type: 'ephemeral' });
  });
  app.command('/form', async ({ ack, body, client }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: reasonModal });
  });
  app.command('/where', ({ ack, command }) => ack(`${command.text} in ${command.channel_name}`));
  app.command('/slow', async () => {});
  app.action<BlockAction<ButtonAction>>('approval.approve', async ({ ack, action, body, client, respond }) => {
    await ack();
    heard.push(`${body.user.id} ${action.value ?? ''} ${String(body.message?.['ts'])}`);
    const channel = body.channel?.id ?? '';
    await client.chat.postEphemeral({ channel, user: body.user.id, text: 'thanks', blocks: approval.slice(1) });
    await respond({ text: 'approved', replace_original: true });
  });
  app.action('run.more', async ({ ack, action }) => {
    await ack();
    if (action.type === 'overflow') heard.push(`chose ${action.selected_option.value ?? ''}`);
  });
  app.view('reason', async ({ ack, view }) => {
    const why = view.state.values['why']?.['text']?.value ?? '';
    if (why.length < 5) return ack({ response_action: 'errors', errors: { why: 'Say more' } });
    heard.push(`${why} / ${view.state.values['service']?.['name']?.selected_option?.value ?? ''}`);
    return ack();
  });
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: approval } });
  });
}

describe.each([
  ['Socket Mode', startSocketBot],
  ['HTTP mode', startHttpBot],
])('Bolt in %s', (_name, start) => {
  let slack: SlackWorkspace;
  let bot: Bot;
  let jin: Actor;
  let heard: string[];

  beforeEach(async () => {
    slack = await openWorkspace();
    bot = await start(slack);
    heard = [];
    listen(bot, heard);
    jin = slack.as('U0JIN');
  });
  afterEach(async () => {
    await bot.stop();
    await slack.close();
  });

  const card = () => slack.waitFor(() => slack.channel('C0INCIDENTS').messages.at(-1), { what: 'the card' });

  test('a command is acknowledged, answered and followed by a message', async () => {
    const answer = await jin.type('/failover nextuse  “now”', { channel: 'C0INCIDENTS' });
    expect(answer).toMatchObject({ text: 'got nextuse  “now” in incidents', shown: 'got nextuse  “now” in incidents' });
    expect(answer.ackMs).toBeLessThan(1000);
    expect((await card()).plain).toBe('Failover of *nextuse*\n[Approve] [… Export | Copy link]');
    await slack.waitFor(() => jin.sees('C0INCIDENTS').length === 3, { what: 'ack, card and the later answer' });
    expect(slack.as('U0MINA').sees('C0INCIDENTS')).toHaveLength(1);
    expect(slack.violations).toEqual([]);
  });

  test('a command in direct messages and in a private channel has the names Slack gives them', async () => {
    expect((await jin.type('/where x', { channel: jin.dm() })).text).toBe('x in directmessage');
    expect((await jin.type('/where x', { channel: 'G0SECRET' })).text).toBe('x in privategroup');
  });

  test('a click carries value and message, respond replaces the card, an ephemeral is only for the one', async () => {
    await jin.type('/failover nextuse', { channel: 'C0INCIDENTS' });
    const before = await card();
    const no = await jin.click(before, 'Approve', { confirm: false });
    expect(no).toEqual({ ackMs: 0, cancelled: true, confirm: 'Sure?\nSwitches DNS' });
    const clicked = await jin.click(before, 'Approve');
    expect(clicked.error).toBeUndefined();
    await slack.waitFor(() => slack.channel('C0INCIDENTS').messages.at(-1)?.text === 'approved');
    expect(heard).toEqual([`U0JIN run_1 ${before.ts}`]);
    expect((await card()).blocks).toEqual([]);
    await expect(jin.click(before, 'Approve')).rejects.toThrow('nothing called "Approve"');

    const stale = await slack.as('U0MINA').clickAs(before, 'Approve');
    expect(stale.error).toBeUndefined();
    await slack.waitFor(() => heard.length === 2);
    const private_ = await slack.waitFor(() => jin.sees('C0INCIDENTS').find((message) => message.text === 'thanks'));
    expect(private_.ephemeral).toBe(true);
    await jin.click(private_, 'Copy link');
    await slack.waitFor(() => heard.includes('chose link'));
    await jin.click(private_, 'Approve');
    await slack.waitFor(() => heard.some((line) => line.endsWith('undefined')), { what: 'a click without a message' });
    const replaced = () => jin.sees('C0INCIDENTS').some((message) => message.ephemeral && message.text === 'approved');
    await slack.waitFor(replaced, { what: 'the ephemeral to be replaced' });
    expect(slack.violations).toEqual([]);
  });

  test('a modal opens, refuses, takes errors and closes', async () => {
    await jin.type('/form', { channel: 'C0INCIDENTS' });
    const modal = await slack.waitFor(() => jin.modal());
    expect(modal.plain).toBe('Break glass\nReason: []\nService: [ ▾]\n[Go]');
    expect(await jin.submit({ Reason: 'abc' })).toEqual({
      ackMs: 0,
      errors: { service: 'Please complete this required field.' },
    });
    expect(await jin.submit({ Service: 'nextuse' })).toMatchObject({ errors: { why: 'Say more' } });
    expect(jin.modal()?.plain).toContain('! Say more');
    expect(await jin.submit({ why: 'router is dead' })).toMatchObject({ closed: true });
    expect(jin.modal()).toBeUndefined();
    expect(heard).toEqual(['router is dead / svc-1']);
  });

  test('the Home tab is published when it is opened, and its buttons work', async () => {
    expect(jin.home()).toBeUndefined();
    await jin.openHome();
    const home = await slack.waitFor(() => jin.home());
    expect(home.plain).toContain('[Approve]');
    expect((await jin.click('home', 'Export')).error).toBeUndefined();
    await slack.waitFor(() => heard.includes('chose export'));
  });

  test('no ack within 3 seconds shows operation_timeout', async () => {
    const answer = await jin.type('/slow', { channel: 'C0INCIDENTS' });
    expect(answer).toMatchObject({
      error: 'operation_timeout',
      shown: '/slow failed with the error "operation_timeout"',
    });
    expect(answer.ackMs).toBeGreaterThanOrEqual(2990);
  });

  test('files.uploadV2 shares bytes into a thread', async () => {
    const { client } = bot.app;
    const { ts = '' } = await client.chat.postMessage({ channel: 'C0INCIDENTS', text: 'run' });
    const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255]);
    await client.files.uploadV2({ channel_id: 'C0INCIDENTS', thread_ts: ts, filename: 'a.png', file: bytes });
    await client.files.uploadV2({
      channel_id: 'C0INCIDENTS',
      thread_ts: ts,
      filename: 'log.txt',
      content: '한글 로그',
    });
    const [picture, log] = slack.channel('C0INCIDENTS').thread(ts);
    expect(picture?.files?.[0]?.content).toEqual(bytes);
    expect(log?.files?.[0]?.content.toString()).toBe('한글 로그');
    expect(log?.plain).toBe('(file: log.txt)');
    expect(slack.violations).toEqual([]);
  });
});

test('Slack verifies a request URL with a challenge', async () => {
  const slack = await openWorkspace();
  const bot = await startHttpBot(slack);
  expect(await slack.verifyUrl()).toBe(true);
  await bot.stop();
  expect(await slack.verifyUrl()).toBe(false);
  expect((await slack.as('U0JIN').type('/x', { channel: 'C0INCIDENTS' })).error).toBe('dispatch_failed');
  await slack.close();
});
