import { expect, test } from 'vitest';
import { openDeliveryWorld, waitUntil } from './delivery-world.ts';
import { OPEN } from './sample-run.ts';

const say = (n: number, channel = 'C0INCIDENTS') => ({
  key: `say/${channel}/${n}`,
  kind: 'announcement' as const,
  channel,
  body: { text: `m${n}` },
});
const numbers = (count: number, from = 0): number[] => Array.from({ length: count }, (_, n) => n + from);

test('twelve messages at once come in their order, whatever Slack’s pace', async () => {
  const world = await openDeliveryWorld();
  const isLimited = (): boolean =>
    world.slack.calls.some((call) => call.method === 'chat.postMessage' && call.error === 'ratelimited');
  await world.want(...numbers(12).map((n) => say(n)));
  await waitUntil(isLimited, 'a 429');
  await waitUntil(async () => {
    world.clock.forward('1s');
    return (await world.store.messages.oldestUndelivered()) === undefined;
  }, 'twelve messages');
  expect(world.texts('C0INCIDENTS')).toEqual(numbers(12).map((n) => `m${n}`));
});

test('a rate limit in one channel does not hold up the others', async () => {
  const world = await openDeliveryWorld({ rates: 'off' });
  world.slack.faults.failNext('chat.postMessage', { mode: 'ratelimited', retryAfterSeconds: 30 });
  await world.want(say(1));
  await waitUntil(
    async () => ((await world.store.messages.find('say/C0INCIDENTS/1'))?.nextTryAt ?? 0) > world.clock.now().getTime(),
    'the limit',
  );
  await world.want(say(2), say(1, 'C0OPS'));
  await waitUntil(() => world.texts('C0OPS').length === 1, 'the other channel');
  expect(world.texts('C0INCIDENTS')).toEqual([]);
  world.clock.forward('31s');
  await world.settled();
  expect(world.texts('C0INCIDENTS')).toEqual(['m1', 'm2']);
});

test('Retry-After is kept over a restart, and so is the order', async () => {
  const world = await openDeliveryWorld({ rates: 'off' });
  world.slack.faults.failNext('chat.postMessage', { mode: 'ratelimited', retryAfterSeconds: 60 });
  await world.want(say(1), say(2), say(3));
  await waitUntil(
    async () => ((await world.store.messages.find('say/C0INCIDENTS/3'))?.nextTryAt ?? 0) > world.clock.now().getTime(),
    'the hold',
  );
  await world.restart();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(world.texts('C0INCIDENTS')).toEqual([]);
  world.clock.forward('61s');
  await world.settled();
  expect(world.texts('C0INCIDENTS')).toEqual(['m1', 'm2', 'm3']);
});

test.each([
  ['reset-after-apply', 1],
  ['reset-after-apply', 2],
  ['reset-before', 1],
  ['http503', 2],
] as const)('an answer lost by %s, %d times: exactly one message, in order', async (mode, times) => {
  const world = await openDeliveryWorld({ rates: 'off' });
  world.slack.faults.failNext('chat.postMessage', { mode, times });
  await world.want(say(1), say(2), say(3));
  await waitUntil(async () => {
    world.clock.forward('1s');
    return (await world.store.messages.oldestUndelivered()) === undefined;
  }, 'three messages');
  expect(world.texts('C0INCIDENTS')).toEqual(['m1', 'm2', 'm3']);
});

test('killed between the post and its record: found again in the history', async () => {
  let isDead = false;
  const world = await openDeliveryWorld({ rates: 'off' }, (real) => ({
    ...real,
    patch: async (key, patch) => {
      if (patch.ts !== undefined) isDead = true;
      if (isDead) throw new Error('the process is dead');
      return real.patch(key, patch);
    },
  }));
  await world.want(say(1));
  await waitUntil(() => isDead, 'the death');
  await world.restart();
  await waitUntil(async () => {
    world.clock.forward('1s');
    return (await world.store.messages.oldestUndelivered()) === undefined;
  }, 'delivery');
  expect(world.texts('C0INCIDENTS')).toEqual(['m1']);
});

test('killed between the post of a thread message and its record: found again in the thread', async () => {
  let isDead = false;
  const world = await openDeliveryWorld({ rates: 'off' }, (real) => ({
    ...real,
    patch: async (key, patch) => {
      if (key.endsWith('/step') && patch.ts !== undefined) isDead = true;
      if (isDead) throw new Error('the process is dead');
      return real.patch(key, patch);
    },
  }));
  const run = await world.card();
  const body = { heading: 'Probe primary: down', outputs: [{ title: 'curl', text: 'refused' }] };
  await world.want({
    key: `${run.id}/step`,
    kind: 'thread',
    channel: run.channel,
    parentKey: `${run.id}/card`,
    runId: run.id,
    body,
  });
  await waitUntil(() => isDead, 'the death');
  await world.restart();
  await waitUntil(async () => {
    world.clock.forward('1s');
    return (await world.store.messages.oldestUndelivered()) === undefined;
  }, 'delivery');
  const [card] = world.slack.channel('C0INCIDENTS').messages;
  expect(
    world.slack
      .channel('C0INCIDENTS')
      .thread(card?.ts ?? '')
      .map((reply) => reply.plain),
  ).toEqual(['Probe primary: down\n*curl*\n```\nrefused\n```']);
});

test('a card is edited in place, not more often than every 1.5 s, and its last state is always shown', async () => {
  const world = await openDeliveryWorld({ rates: 'off' });
  const run = await world.card();
  await world.settled();
  for (const summary of ['one', 'two', 'three', 'four', 'five']) {
    await world.store.runs.update(run.id, world.clock.now(), () => ({
      run: { status: 'observing' },
      steps: [{ index: 0, status: 'running', summary }],
      audit: [],
      messages: [{ key: `${run.id}/card`, kind: 'card', channel: run.channel, runId: run.id }],
    }));
    world.delivery.wake();
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  expect(world.slack.calls.filter((call) => call.method === 'chat.update')).toHaveLength(0);
  await world.settled();
  const updates = world.slack.calls.filter((call) => call.method === 'chat.update');
  expect(updates).toHaveLength(1);
  const cards = world.slack.channel('C0INCIDENTS').messages;
  expect(cards).toHaveLength(1);
  expect(cards[0]?.plain).toContain('(working) five');
});

test('an edit that would change nothing is not sent', async () => {
  const world = await openDeliveryWorld({ rates: 'off' });
  const run = await world.card();
  await world.settled();
  await world.want({ key: `${run.id}/card`, kind: 'card', channel: run.channel, runId: run.id });
  await world.settled();
  expect(world.slack.calls.filter((call) => call.method === 'chat.update')).toHaveLength(0);
});

test('a card that somebody deleted is posted anew', async () => {
  const world = await openDeliveryWorld({ rates: 'off' });
  const run = await world.card();
  await world.settled();
  const [first] = world.slack.channel('C0INCIDENTS').messages;
  world.slack.admin.deleteMessage('C0INCIDENTS', first?.ts ?? '');
  await world.store.runs.update(run.id, world.clock.now(), () => ({
    run: OPEN,
    audit: [],
    messages: [{ key: `${run.id}/card`, kind: 'card', channel: run.channel, runId: run.id }],
  }));
  world.clock.forward('2s');
  await world.settled();
  expect(world.texts('C0INCIDENTS').at(-1)).toContain('[Approve] [Deny] [Cancel]');
});

test.each(['C0RANDOM', 'G0SECRET', 'C0OLD'])(
  'asked in %s, where the bot cannot write: shown in incidents, with how to invite it',
  async (channel) => {
    const world = await openDeliveryWorld({ rates: 'off' });
    const run = await world.card({ channel });
    const body = { heading: 'Probe primary: down', outputs: [] };
    await world.want({
      key: `${run.id}/step`,
      kind: 'thread',
      channel,
      parentKey: `${run.id}/card`,
      runId: run.id,
      body,
    });
    await world.settled();
    const [card, ...others] = world.slack.channel('C0INCIDENTS').messages;
    expect(others).toEqual([]);
    expect(card?.plain).toContain(
      `This was asked in <#${channel}>, where I cannot post. Invite me there with /invite @watchkeeper.`,
    );
    expect(world.slack.channel('C0INCIDENTS').thread(card?.ts ?? '')).toHaveLength(1);
  },
);

test('put out of the channel in the middle of a run: the card moves to incidents', async () => {
  const world = await openDeliveryWorld({ rates: 'off' });
  const run = await world.card({ channel: 'C0OPS' });
  await world.settled();
  world.slack.admin.archive('C0OPS');
  await world.store.runs.update(run.id, world.clock.now(), () => ({
    run: OPEN,
    audit: [],
    messages: [{ key: `${run.id}/card`, kind: 'card', channel: 'C0OPS', runId: run.id }],
  }));
  world.clock.forward('2s');
  await world.settled();
  expect(world.texts('C0INCIDENTS')).toHaveLength(1);
  expect(world.texts('C0INCIDENTS')[0]).toContain('asked in <#C0OPS>');
});

test('nowhere to write: recorded, reported, and tried again slowly', async () => {
  const world = await openDeliveryWorld({ rates: 'off' });
  world.slack.admin.archive('C0INCIDENTS');
  await world.want(say(1));
  await waitUntil(() => world.failures.length > 0, 'the failure');
  expect(world.failures).toEqual(['announcement is_archived']);
  expect(await world.store.messages.find('say/C0INCIDENTS/1')).toMatchObject({ failure: 'is_archived', attempts: 1 });
  expect(world.log.lines.filter((line) => line.level === 'error').map((line) => line.message)).toContain(
    'message was refused by slack',
  );
});

test('a pointer stands beside other messages in incidents and links to the card', async () => {
  const world = await openDeliveryWorld({ rates: 'off' });
  const run = await world.card({ channel: 'C0OPS' });
  await world.want({
    key: `${run.id}/pointer`,
    kind: 'pointer',
    channel: 'C0INCIDENTS',
    parentKey: `${run.id}/card`,
    runId: run.id,
  });
  await world.settled();
  expect(world.texts('C0INCIDENTS')).toHaveLength(1);
  expect(world.texts('C0INCIDENTS')[0]).toMatch(
    /^\*Failover of nextuse\* · .* · runs in <#C0OPS> · <https?:.*\|Open the card>$/,
  );
});

test('long output comes as a file, once, even if Slack’s answer is lost', async () => {
  const world = await openDeliveryWorld({ rates: 'off' });
  world.slack.faults.failNext('files.completeUploadExternal', { mode: 'reset-after-apply' });
  const run = await world.card();
  const text = Array.from({ length: 2_000 }, (_, n) => `줄 ${n} <b>`).join('\n');
  const body = { heading: 'Logs', outputs: [{ title: 'docker logs', text }] };
  await world.want({
    key: `${run.id}/step/1`,
    kind: 'thread',
    channel: run.channel,
    parentKey: `${run.id}/card`,
    runId: run.id,
    body,
  });
  await waitUntil(async () => {
    world.clock.forward('1s');
    return (await world.store.messages.oldestUndelivered()) === undefined;
  }, 'the file');
  const [card] = world.slack.channel('C0INCIDENTS').messages;
  const replies = world.slack.channel('C0INCIDENTS').thread(card?.ts ?? '');
  const files = replies.flatMap((reply) => reply.files ?? []);
  expect(files.map((file) => [file.name, file.content.toString()])).toEqual([[`${run.id}-step-1-1.txt`, text]]);
  expect(replies[0]?.plain).toContain('줄 1999 &lt;b&gt;\n```');
});

test('the head of the audit chain is posted as it is', async () => {
  const world = await openDeliveryWorld({ rates: 'off' });
  await world.want({
    key: 'run_1/audit',
    kind: 'audit_head',
    channel: 'C0AUDIT',
    body: { sequence: 42, hash: 'ab'.repeat(32) },
  });
  await world.settled();
  expect(world.texts('C0AUDIT')).toEqual([`Audit head: entry 42, \`${'ab'.repeat(32)}\``]);
});

test('data calls nobody; people who are named to be called are called', async () => {
  const world = await openDeliveryWorld({ rates: 'off' });
  const text = '<!channel> <@U0MINA> done';
  await world.want({
    key: 'a',
    kind: 'announcement',
    channel: 'C0INCIDENTS',
    body: { text, mention: ['U0JIN', 'S0ONCALL', '!channel'] },
  });
  await world.settled();
  expect(world.texts('C0INCIDENTS')).toEqual(['<@U0JIN>, <!subteam^S0ONCALL> &lt;!channel&gt; &lt;@U0MINA&gt; done']);
});

test('Slack is away for a while: nothing is lost, nothing comes twice', async () => {
  const world = await openDeliveryWorld({ rates: 'off' });
  world.slack.faults.down(true);
  await world.want(say(1), say(2));
  await waitUntil(
    async () => ((await world.store.messages.find('say/C0INCIDENTS/1'))?.attempts ?? 0) > 0,
    'a failed try',
  );
  world.slack.faults.down(false);
  await waitUntil(async () => {
    world.clock.forward('1s');
    return (await world.store.messages.oldestUndelivered()) === undefined;
  }, 'delivery');
  expect(world.texts('C0INCIDENTS')).toEqual(['m1', 'm2']);
});
