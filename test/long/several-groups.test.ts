import { afterEach, describe, expect, it } from 'vitest';
import { startBot, type Bot, type Card } from '../support/bot.ts';

let bot: Bot;
afterEach(() => bot.close());

async function askedCard(options = {}): Promise<Card> {
  bot = await startBot(options);
  await bot.world.primary.faults.webDown(true);
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until('[Approve]');
  return card;
}

describe('approvals of several groups', () => {
  it('one person fills one place only, and the card says who is still missing', async () => {
    // Jin asks and is on call with yuna; mina alone is the other half.
    const card = await askedCard({
      approvals: [
        { from: ['U0MINA', 'U0YUNA'], approvals: 1 },
        { from: 'S0ONCALL', approvals: 1 },
      ],
    });
    expect(card.plain).toMatch(/0 of 2 given, from 1 × <@U0MINA>, <@U0YUNA> \+ 1 × <!subteam\^S0ONCALL>/);
    await card.click('Approve', 'yuna');
    await card.until('1 of 2');
    expect(await card.click('Approve', 'yuna')).toMatch(/counts once/);
    expect(bot.world.cloudflare.writes).toBe(0);
    // Yuna could stand for either; with mina for the first she stands for the second.
    await card.click('Approve', 'mina');
    await card.until('succeeded');
    expect(card.plain).toMatch(/approved by <@U0YUNA>, <@U0MINA> at/);
  });

  it('who can only fill a place that is filled already is told so', async () => {
    const card = await askedCard({
      approvals: [
        { from: ['U0MINA', 'U0YUNA'], approvals: 1 },
        { from: 'U0OUTSIDER', approvals: 1 },
      ],
      people: [
        { name: 'jin', slack: 'U0JIN' },
        { name: 'mina', slack: 'U0MINA' },
        { name: 'yuna', slack: 'U0YUNA' },
        { name: 'dba', slack: 'U0OUTSIDER' },
      ],
    });
    await card.click('Approve', 'yuna');
    await card.until('1 of 2');
    expect(await card.click('Approve', 'mina')).toMatch(/must come from others/);
    await card.click('Approve', 'outsider');
    await card.until('succeeded');
  });

  it('a second account of the same person neither approves the own run nor counts twice', async () => {
    const people = [
      { name: 'jin', slack: ['U0JIN', 'U0OUTSIDER'] },
      { name: 'mina', slack: ['U0MINA', 'U0YUNA'] },
    ];
    const card = await askedCard({
      people,
      approvals: 2,
      policies: { destructive: { approvers: ['U0MINA', 'U0OUTSIDER', 'S0ONCALL'] } },
    });
    expect(await card.click('Approve', 'outsider')).toMatch(/You asked for this run/);
    await card.click('Approve', 'mina');
    await card.until('1 of 2');
    expect(await card.click('Approve', 'yuna')).toMatch(/counts once/);
    expect(bot.world.cloudflare.writes).toBe(0);
  });

  it('who leaves the group loses the say at once, who joins gains it', async () => {
    const card = await askedCard({ approvals: [{ from: 'S0ONCALL', approvals: 1 }] });
    // Asked about a minute ago at most, the members are remembered.
    expect(await card.click('Approve', 'outsider')).toMatch(/not among the people/);
    bot.slack.admin.setUsergroup('S0ONCALL', ['U0MINA']);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await card.click('Approve', 'yuna')).toMatch(/not among the people/);
    await card.click('Approve', 'mina');
    await card.until('succeeded');
  });
});
