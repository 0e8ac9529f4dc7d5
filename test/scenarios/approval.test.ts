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

const gatewayStops = (): number => bot.world.primary.commands.filter(({ argv }) => argv[1] === 'stop').length;

describe('approval', () => {
  it('the second approver loses: one act, and a polite answer', async () => {
    const card = await askedCard();
    const [mina, yuna] = await Promise.all([card.click('Approve', 'mina'), card.click('Approve', 'yuna')]);
    await card.until('succeeded');
    expect([mina, yuna].filter((answer) => answer !== '')).toEqual([
      expect.stringMatching(/Already approved by (mina|yuna)/),
    ]);
    expect(bot.world.cloudflare.writes).toBe(1);
    expect(gatewayStops()).toBe(1);
  });

  it('a member of the approvers’ group may approve, an outsider may not', async () => {
    const card = await askedCard();
    expect(await card.click('Approve', 'outsider')).toMatch(/not among the people/);
    await card.click('Approve', 'yuna');
    await card.until('succeeded');
  });

  it('two people when policy asks for two, and the card counts', async () => {
    const card = await askedCard({ approvals: 2 });
    await card.click('Approve', 'mina');
    await card.until('1 of 2');
    expect(bot.world.cloudflare.writes).toBe(0);
    expect(await card.click('Approve', 'mina')).toMatch(/counts once/);
    await card.click('Approve', 'yuna');
    await card.until('succeeded');
  });

  it('a stale screen and a repeated click change nothing', async () => {
    const card = await askedCard();
    const old = card.seen;
    await card.click('Approve', 'mina');
    await card.until('succeeded');
    const person = bot.slack.as('U0YUNA');
    await person.clickAs(old, 'Approve');
    await person.clickAs(old, 'Deny');
    await person.clickAs(old, 'Cancel');
    await bot.slack.waitFor(() => person.sees('C0INCIDENTS').filter((message) => message.ephemeral).length >= 2, {
      what: 'private answers',
    });
    expect(bot.world.cloudflare.writes).toBe(1);
    expect(card.plain).toContain('succeeded');
  });

  it('a denial with a reason ends it', async () => {
    const card = await askedCard();
    await card.click('Deny', 'mina');
    const mina = bot.slack.as('U0MINA');
    await bot.slack.waitFor(() => mina.modal(), { what: 'the modal' });
    expect(await mina.submit({ Reason: 'the cable is being plugged in again' })).toMatchObject({ closed: true });
    await card.until('the cable is being plugged in again');
    expect(card.plain).toMatch(/canceled/);
    expect(card.plain).not.toContain('[Approve]');
    expect(bot.world.cloudflare.writes).toBe(0);
  });

  it('expires, and the buttons go', async () => {
    const card = await askedCard();
    bot.clock.forward('15m');
    await card.until('expired');
    expect(card.plain).not.toContain('[Approve]');
    await expect(bot.start('/failover nextuse', 'jin')).resolves.toBeDefined();
  });

  it('evidence that has become old is looked at again before the first act', async () => {
    const card = await askedCard();
    bot.clock.forward('5m');
    await bot.world.primary.faults.webDown(false);
    await card.click('Approve', 'mina');
    await card.until('failed');
    expect(card.plain).toMatch(/switchover/);
    expect(gatewayStops() + bot.world.cloudflare.writes).toBe(0);
  });
});
