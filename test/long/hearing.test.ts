import { expect, test } from 'vitest';
import { waitUntil } from '../slack/delivery-world.ts';
import { openSlackWorld, type SlackWorld } from '../slack/slack-world.ts';

const selfTest = { channel: 'C0AUDIT', everyMs: 300_000 };

async function nap({ clock, bot }: SlackWorld, naps: number): Promise<Set<string>> {
  const states = new Set<string>();
  for (let n = 0; n < naps; n++) {
    clock.forward('5s');
    await new Promise((resolve) => setTimeout(resolve, 20));
    states.add(bot.hearing.state());
  }
  return states;
}

test('an app that was installed without these events is not taken for deaf', async () => {
  const world = await openSlackWorld({ selfTest, workspace: { manifest: { events: ['app_home_opened'] } } });
  await waitUntil(() => world.slack.channel('C0AUDIT').messages.length === 1, 'the self-test');
  await nap(world, 60);
  expect(world.bot.hearing.state()).toBe('unproven');
  expect(world.bot.hearing.isFresh()).toBe(true);
  expect(world.fatal).toEqual([]);
  expect(world.slack.sockets).toBe(2);
});

test('where the bot may not write it hears nothing of itself, and is not taken for deaf', async () => {
  const world = await openSlackWorld({ selfTest, allowsViolations: true });
  await waitUntil(() => world.bot.hearing.state() === 'hears', 'the self-test');
  world.slack.admin.removeBot('C0AUDIT');
  world.clock.forward('5m');
  const states = await nap(world, 60);
  expect([...states]).toContain('unanswered');
  expect([...states]).not.toContain('deaf');
  expect((await world.store.audit.head())?.act).toBeUndefined();
  expect(world.fatal).toEqual([]);
});

test('whatever people do is a sign of hearing: then nothing is edited', async () => {
  const world = await openSlackWorld({ selfTest });
  await waitUntil(() => world.bot.hearing.state() === 'hears', 'the self-test');
  const edits = (): number => world.slack.calls.filter(({ method }) => method === 'chat.update').length;
  for (let n = 0; n < 3; n++) {
    world.clock.forward('4m');
    await world.slack.as('U0JIN').openHome();
    await nap(world, 2);
  }
  expect(edits()).toBe(0);
  expect(world.bot.hearing.lastHeardAt()).toBeGreaterThan(world.clock.now().getTime() - 60_000);
});

test('a self-test that somebody deleted is written anew', async () => {
  const world = await openSlackWorld({ selfTest, allowsViolations: true });
  await waitUntil(() => world.bot.hearing.state() === 'hears', 'the self-test');
  const [first] = world.slack.channel('C0AUDIT').messages;
  world.slack.admin.deleteMessage('C0AUDIT', first?.ts ?? '');
  await nap(world, 1);
  world.clock.forward('5m');
  await waitUntil(() => world.slack.channel('C0AUDIT').messages.length === 1, 'another');
  expect(world.slack.channel('C0AUDIT').messages[0]?.ts).not.toBe(first?.ts);
});
