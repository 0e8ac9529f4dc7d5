import { afterEach, describe, expect, it } from 'vitest';
import { startBot, type Bot } from '../support/bot.ts';

let bot: Bot;
afterEach(() => bot.close());

describe('freeze', () => {
  it('refuses what is destructive everywhere, shows on cards and Home, and ends with /unfreeze', async () => {
    bot = await startBot();
    await bot.world.primary.faults.webDown(true);
    const card = await bot.start('/failover nextuse', 'jin');
    await card.until('[Approve]');
    expect(await bot.type('/freeze Cloudflare is having an incident', 'mina')).toMatch(/^Frozen/);
    await card.until(/Frozen since .* by <@U0MINA>: Cloudflare is having an incident/);
    expect(await card.click('Approve', 'mina')).toMatch(/frozen since .*mina.*\/unfreeze/);
    expect((await card.run()).votes).toEqual([]);
    expect(await bot.type('/freeze again', 'jin')).toMatch(/frozen since .* by mina/);
    expect(await bot.type('/switchover nextuse', 'jin')).toMatch(/frozen since/);
    await (await bot.start('/failover nextuse --dry-run', 'jin')).until('succeeded');
    await (await bot.start('/standby nextuse', 'jin')).until('succeeded');
    const mina = bot.slack.as('U0MINA');
    await mina.openHome();
    expect((await bot.slack.waitFor(() => mina.home(), { what: 'the home' })).plain).toMatch(/Frozen since/);
    expect(await bot.type('/watchkeeper status', 'jin')).toMatch(/Frozen since/);

    await bot.restart();
    expect(await bot.type('/unfreeze', 'jin')).toMatch(/over/);
    expect(await bot.type('/unfreeze', 'jin')).toMatch(/Nothing is frozen/);
    await bot.slack.waitFor(() => !card.plain.includes('Frozen since'), { what: 'the card to thaw' });
    await card.click('Approve', 'mina');
    await card.until('succeeded');
    const acts = (await bot.acts()).filter(({ act }) => act.startsWith('freeze.'));
    expect(acts.map(({ act, actor, outcome }) => `${act} ${actor} ${outcome}`)).toEqual([
      'freeze.begun mina ok',
      'freeze.begun jin refused',
      'freeze.ended jin ok',
      'freeze.ended jin refused',
    ]);
  });

  it('in the middle of a run: it stops before the next destructive step, says why, and goes on by Retry', async () => {
    bot = await startBot();
    await bot.world.primary.faults.webDown(true);
    const card = await bot.start('/failover nextuse', 'jin');
    await card.until('[Approve]');
    // Cloudflare does not answer: the run waits between the fence and the switch.
    bot.world.cloudflare.faults.failNext({ times: 4, status: 503, on: 'write' });
    await card.click('Approve', 'mina');
    await card.until(/Next try/);
    await bot.type('/freeze', 'yuna');
    bot.world.cloudflare.faults.clear();
    bot.clock.forward('1m');
    await card.until(/Stopped before “Switch DNS”.*\/unfreeze.*Retry/);
    expect(bot.world.cloudflare.writes).toBe(0);
    expect(await card.click('Retry', 'jin')).toMatch(/frozen since/);
    await bot.type('/unfreeze', 'yuna');
    await card.click('Retry', 'jin');
    await card.until('succeeded');
    expect(bot.world.cloudflare.writes).toBe(1);
  });

  it('only operators may', async () => {
    bot = await startBot({ policies: { operators: ['U0JIN'] } });
    expect(await bot.type('/freeze', 'mina')).toMatch(/not one of the operators/);
    await bot.type('/freeze', 'jin');
    expect(await bot.type('/unfreeze', 'mina')).toMatch(/not one of the operators/);
  });
});
