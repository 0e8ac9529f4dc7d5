import { afterEach, expect, it } from 'vitest';
import { startBot, type Bot, type Card } from '../support/bot.ts';
import { typeVerb } from '../support/type-verb.ts';

let bot: Bot;
afterEach(() => bot.close());

/** The home router is dead and jin asks for the failover; one yes of U0MINA, or whoever else is named, is enough. */
async function askedCard(options = {}): Promise<Card> {
  bot = await startBot(options);
  await bot.world.primary.faults.webDown(true);
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until('[Approve]');
  return card;
}

/** Nothing was counted and nothing was done; the trail names who tried, at what, and why not. */
async function expectRefused(card: Card, { actor, via = 'slack', message }: Record<string, string>): Promise<void> {
  const run = await card.run();
  expect(run).toMatchObject({ status: 'awaiting_approval', votes: [] });
  expect(card.plain).toContain('0 of 1 given');
  expect(bot.world.cloudflare.writes).toBe(0);
  const tried = (await bot.acts(run)).filter(({ act }) => act === 'approval.approved');
  expect(tried).toEqual([
    expect.objectContaining({
      actor,
      via,
      subject: { service: 'nextuse', run: run.id },
      outcome: 'refused',
      details: expect.objectContaining({ code: 'not_allowed', message: expect.stringContaining(message ?? '') }),
    }),
  ]);
}

it('somebody of another workspace sees the card over Slack Connect and presses Approve', async () => {
  // By mistake the inventory even names them: who is not of this workspace may not all the same.
  const card = await askedCard({
    people: [
      { name: 'jin', slack: 'U0JIN' },
      { name: 'mina', slack: 'U0MINA' },
      { name: 'eve', slack: 'U0STRANGER' },
    ],
    policies: { destructive: { approvers: ['U0MINA', 'U0STRANGER'] } },
  });
  const before = card.plain;
  expect(await card.click('Approve', 'stranger')).toBe('People of other workspaces cannot do this here.');
  expect(card.plain).toBe(before);
  await expectRefused(card, { actor: 'eve', message: 'People of other workspaces' });
  // Only the one who pressed was told.
  const seen = bot.slack.as('U0MINA').sees('C0INCIDENTS');
  expect(seen.filter(({ plain }) => plain.includes('other workspaces'))).toEqual([]);

  expect(await card.click('Cancel', 'stranger')).toBe('People of other workspaces cannot do this here.');
  expect(await card.click('Deny', 'stranger')).toBe('People of other workspaces cannot do this here.');
  expect(bot.slack.as('U0STRANGER').modal()).toBeUndefined();
  expect(await bot.type('/failover nextuse', 'stranger')).toBe('People of other workspaces cannot do this here.');
  await card.click('Approve', 'mina');
  const decided = (await bot.acts(await card.run())).filter(({ actor }) => actor === 'eve' || actor === 'mina');
  expect(decided.map(({ actor, act, outcome }) => `${actor} ${act} ${outcome}`)).toEqual([
    'eve approval.approved refused',
    'eve run.cancel-requested refused',
    'eve approval.denied refused',
    'mina approval.approved ok',
  ]);
});

it('the account of a stranger counts as little when a person of ours has it besides', async () => {
  const card = await askedCard({
    people: [
      { name: 'jin', slack: 'U0JIN' },
      { name: 'mina', slack: ['U0MINA', 'U0STRANGER'] },
    ],
  });
  expect(await card.click('Approve', 'stranger')).toBe('People of other workspaces cannot do this here.');
  await expectRefused(card, { actor: 'mina', message: 'People of other workspaces' });
});

it('the bot of another app is in the approvers’ group, and is no person', async () => {
  const card = await askedCard({ accounts: [{ id: 'U0ROBOT', name: 'robot', isBot: true }] });
  bot.slack.admin.setUsergroup('S0ONCALL', ['U0ROBOT']);
  const robot = bot.slack.as('U0ROBOT');
  const answers = () => robot.sees('C0INCIDENTS').filter(({ ephemeral }) => ephemeral);
  await robot.click({ channel: 'C0INCIDENTS', ts: card.seen.ts }, 'Approve');
  await bot.slack.waitFor(() => answers().length > 0, { what: 'an answer to the robot' });
  expect(answers()[0]?.plain).toMatch(/^Only people can decide this/);
  await expectRefused(card, { actor: 'U0ROBOT', message: 'Only people' });
});

it('who left the company has a shell still, and the account in Slack is deactivated', { timeout: 30_000 }, async () => {
  const card = await askedCard();
  bot.slack.admin.deactivate('U0MINA');
  const id = (await card.run()).id;
  const typed = await typeVerb('mina', ['approve', id, '--yes'], bot.environment).done;
  expect(typed).toMatchObject({ code: 1, stderr: expect.stringContaining('deactivated in Slack') });
  await expectRefused(card, { actor: 'mina', via: 'cli', message: 'deactivated in Slack' });
});
