import { afterEach, describe, expect, it } from 'vitest';
import { startBot, type Bot, type BotOptions } from '../support/bot.ts';

let bot: Bot;
let deaf = 0;
afterEach(() => bot.close());

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const status = (): Promise<string> => bot.type('/watchkeeper status', 'jin');
const posts = (): string[] => bot.slack.channel('C0INCIDENTS').messages.map(({ plain }) => plain);
const selfTests = (): string[] =>
  bot.slack.channel('C0AUDIT').messages.flatMap(({ plain }) => (plain.includes('Self-test') ? [plain] : []));
const acts = async (): Promise<string[]> =>
  (await bot.acts()).flatMap(({ act }) => (act.startsWith('slack.') ? [act] : []));
const note = async () => (await bot.store.watchers.find('hearing')) as Record<string, unknown> | undefined;

/** The bot counts naps of five seconds, so time goes in such steps; until something is so. */
async function nap(isSo: () => boolean | Promise<boolean>, naps = 40): Promise<void> {
  for (let n = 0; n < naps; n++) {
    if (await isSo()) return;
    bot.clock.forward('5s');
    await pause(60);
  }
  throw new Error('it did not come to that');
}

async function start(options: BotOptions = {}): Promise<void> {
  deaf = 0;
  bot = await startBot({ selfTest: { every: '5m' }, onDeaf: () => (deaf += 1), ...options });
  await nap(async () => (await note())?.['isProven'] === true);
}

describe.each(['socket', 'http'] as const)('in %s mode', (mode) => {
  it('the bot hears itself by one message that it edits, and says so; a quiet day is not deafness', async () => {
    await start({ mode });
    expect(selfTests()).toHaveLength(1);
    for (let n = 0; n < 3; n++) {
      const before = selfTests()[0];
      bot.clock.forward('5m');
      await nap(() => selfTests()[0] !== before);
      await nap(() => false, 3).catch(() => {});
    }
    expect(selfTests()).toHaveLength(1);
    expect(await status()).toMatch(/Slack was last heard .* ago: self-test passed/);
    expect(await acts()).toEqual([]);
    expect(posts()).toEqual([]);
    expect(deaf).toBe(0);
    const metrics = await (await fetch(`${bot.botUrl}/metrics`)).text();
    expect(metrics).toMatch(/watchkeeper_slack_deaf 0\n/);
    expect(metrics).toMatch(/watchkeeper_slack_heard_seconds \d/);
  });

  it('deaf for good, it tells people, ends to be started anew, and not again so soon', async () => {
    await start({ mode });
    bot.slack.faults.mute(true);
    bot.clock.forward('5m');
    await nap(() => deaf > 0);
    expect(posts().join()).toContain('nothing of what people do here reaches me');
    expect(await acts()).toEqual(['slack.deaf', 'slack.deaf_exit']);
    // Its supervisor starts it: still deaf, it does not end again within five minutes.
    await bot.restart();
    const restartedAt = bot.clock.now().getTime();
    await nap(async () => bot.clock.now().getTime() - restartedAt > 200_000, 100);
    expect(deaf).toBe(1);
    await nap(() => deaf > 1, 100);
    expect(bot.clock.now().getTime() - restartedAt).toBeGreaterThan(280_000);
    expect(posts().filter((text) => text.includes('reaches me'))).toHaveLength(1);

    bot.slack.faults.mute(false);
    await bot.restart();
    await nap(async () => (await acts()).includes('slack.heard_again'));
    await bot.slack.waitFor(() => posts().some((text) => text.includes('reaches me again')), { what: 'the good news' });
    expect(posts().filter((text) => text.includes('reaches me'))).toHaveLength(1);
    expect(await status()).toContain('self-test passed');
  });

  it('an outage of Slack is not deafness', async () => {
    await start({ mode, mustBeClean: false });
    bot.slack.faults.down(true);
    bot.clock.forward('5m');
    await nap(() => false, 60).catch(() => {});
    expect(deaf).toBe(0);
    expect(await acts()).toEqual([]);
    bot.slack.faults.down(false);
  });
});

describe('in socket mode', () => {
  it('connections that look well and bring nothing are given up for new ones, and commands work again', async () => {
    await start();
    bot.slack.faults.deafen(true);
    expect(bot.slack.faults.isDeaf).toBe(true);
    expect(bot.slack.sockets).toBe(2);
    bot.clock.forward('5m');
    await nap(() => !bot.slack.faults.isDeaf, 60);
    await bot.slack.waitFor(() => bot.slack.sockets >= 2, { what: 'two sockets' });
    await nap(async () => (await acts()).includes('slack.heard_again'));
    expect(await acts()).toEqual(['slack.deaf', 'slack.heard_again']);
    expect(await status()).toContain('self-test passed');
    expect(deaf).toBe(0);
    expect(selfTests()).toHaveLength(1);
  });
});
