import { expect, test } from 'vitest';
import { PRIORITY, type MessageDraft } from '../../src/core/message.ts';
import { openDeliveryWorld, waitUntil, type DeliveryWorld } from './delivery-world.ts';

const MANY = 210;

const say = (n: number, text: string): MessageDraft => ({
  key: `say/${n}`,
  kind: 'announcement',
  channel: 'C0INCIDENTS',
  body: { text },
  priority: PRIORITY.change,
});
const many = (count: number, text: string): MessageDraft[] => Array.from({ length: count }, (_, n) => say(n, text));
const critical: MessageDraft = {
  key: 'critical',
  kind: 'announcement',
  channel: 'C0INCIDENTS',
  body: { text: 'disk is full' },
  priority: PRIORITY.critical,
};
const callsOf = (world: DeliveryWorld, method: string) => world.slack.calls.filter((call) => call.method === method);

/** So many messages as they stand in the channel, old enough to be edited. */
async function openWithMessages(count: number): Promise<DeliveryWorld> {
  const world = await openDeliveryWorld({ rates: 'off' });
  await world.want(...many(count, 'firing'));
  await world.settled();
  world.clock.forward('5s');
  return world;
}

test(
  'two hundred edits at once hold up neither a new critical alert nor the least of what is new',
  { timeout: 60_000 },
  async () => {
    const world = await openWithMessages(MANY);
    await world.want(...many(MANY, 'resolved'));
    await waitUntil(() => callsOf(world, 'chat.update').length > 3, 'edits under way');
    await world.want(critical, { ...critical, key: 'news', body: { text: 'a warning' }, priority: PRIORITY.news });
    await waitUntil(() => world.texts('C0INCIDENTS').includes('a warning'), 'the news');
    expect(world.texts('C0INCIDENTS').slice(-2)).toEqual(['disk is full', 'a warning']);
    expect(callsOf(world, 'chat.update').length).toBeLessThan(MANY);
    await world.settled();
    expect(world.texts('C0INCIDENTS').filter((text) => text === 'resolved')).toHaveLength(MANY);
  },
);

test('while Slack takes no more edits, what is new is posted; the edits wait as long as Slack said, in the rows', async () => {
  const world = await openWithMessages(3);
  world.slack.faults.failNext('chat.update', { mode: 'ratelimited', retryAfterSeconds: 60 });
  await world.want(...many(3, 'resolved'));
  const until = world.clock.now().getTime() + 60_000;
  const triesAt = async (): Promise<number[]> =>
    Promise.all([0, 1, 2].map(async (n) => (await world.store.messages.find(`say/${n}`))?.nextTryAt ?? 0));
  await waitUntil(async () => (await triesAt()).every((at) => at >= until), 'all edits to wait');
  await world.want(critical);
  await waitUntil(() => world.texts('C0INCIDENTS').includes('disk is full'), 'the critical one');
  await world.restart();
  expect(callsOf(world, 'chat.update')).toHaveLength(1);
  world.clock.forward('61s');
  await waitUntil(async () => {
    world.clock.forward('2s');
    return (await world.store.messages.oldestUndelivered()) === undefined;
  }, 'the edits');
  expect(world.texts('C0INCIDENTS').filter((text) => text === 'resolved')).toHaveLength(3);
});

test('while Slack takes no more posts in a channel, what it shows is kept up to date', async () => {
  const world = await openWithMessages(1);
  world.slack.faults.failNext('chat.postMessage', { mode: 'ratelimited', retryAfterSeconds: 60 });
  await world.want(...Array.from({ length: 20 }, (_, n) => say(100 + n, 'new')));
  await waitUntil(async () => (await world.store.messages.find('say/119'))?.nextTryAt !== undefined, 'the posts');
  await world.want(say(0, 'taken by jin'));
  await waitUntil(() => world.texts('C0INCIDENTS').includes('taken by jin'), 'the edit');
  expect(world.texts('C0INCIDENTS')).toEqual(['taken by jin']);
});
