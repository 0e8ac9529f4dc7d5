import { afterEach, describe, expect, it } from 'vitest';
import { startBot, type Bot, type Card } from '../support/bot.ts';

let bot: Bot;
afterEach(() => bot.close());

/** Nextuse was moved to its standby just now, and the primary is well again. */
async function movedAway(options = {}): Promise<Card> {
  bot = await startBot({ antiFlap: '30m', ...options });
  await bot.world.primary.faults.webDown(true);
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until('[Approve]');
  expect(card.plain).not.toMatch(/was moved only/);
  await card.click('Approve', 'mina');
  await card.until('succeeded');
  await bot.world.primary.faults.webDown(false);
  return card;
}

describe('moving back and forth', () => {
  it('soon after a move, approving asks to confirm that it shall move again; the way back stays open', async () => {
    const first = await movedAway();
    const back = await bot.start('/failback nextuse', 'jin');
    await back.until('[Approve]');
    expect(back.plain).toMatch(new RegExp(`was moved only .* by failover .?${(await first.run()).id}`));
    const writes = bot.world.cloudflare.writes;
    const mina = bot.slack.as('U0MINA');
    await back.click('Approve', 'mina');
    await bot.slack.waitFor(() => mina.modal(), { what: 'the form' });
    const unticked = await mina.submit({});
    expect(unticked.errors?.['move']).toMatch(/tick the box/);
    expect(bot.world.cloudflare.writes).toBe(writes);
    expect(await mina.submit({ move: ['yes'] })).toMatchObject({ closed: true });
    await back.until('succeeded');
    expect(bot.world.cloudflare.writes).toBe(writes + 1);
    const approved = (await bot.acts(await back.run())).find(
      ({ act, outcome }) => act === 'approval.approved' && outcome === 'ok',
    );
    expect(approved?.details).toMatchObject({ confirmedMove: (await first.run()).id });
  });

  it('after the time of the inventory nothing more is asked', async () => {
    await movedAway({ antiFlap: '10m' });
    bot.clock.forward('11m');
    const back = await bot.start('/failback nextuse', 'jin');
    await back.until('[Approve]');
    expect(back.plain).not.toMatch(/was moved only/);
    await back.click('Approve', 'mina');
    await back.until('succeeded');
  });

  it('0 turns it off', async () => {
    await movedAway({ antiFlap: 0 });
    const back = await bot.start('/failback nextuse', 'jin');
    await back.until('[Approve]');
    await back.click('Approve', 'mina');
    await back.until('succeeded');
  });
});
