import { afterEach, expect, it } from 'vitest';
import { startBot, type Bot, type Card } from '../support/bot.ts';

let bot: Bot;
afterEach(() => bot.close());

const calls = (card: Card, words: RegExp): string[] => card.thread().filter((text) => words.test(text));

it('nobody decides: called again at a third, others too at two thirds, each once, over a restart, then expired', async () => {
  bot = await startBot({ policies: { destructive: { approvers: ['U0MINA'], widen: ['S0ONCALL'] } } });
  await bot.world.primary.faults.webDown(true);
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until('[Approve]');
  bot.clock.forward('4m');
  await bot.restart();
  expect(calls(card, /still waits/)).toEqual([]);
  bot.clock.forward('70s');
  await bot.slack.waitFor(() => calls(card, /still waits/).length > 0, { what: 'the first call' });
  expect(calls(card, /still waits/)[0]).toMatch(/^<@U0MINA> .*9 m \d+ s left/);
  await bot.restart();
  bot.clock.forward('5m');
  await bot.slack.waitFor(() => calls(card, /Nobody has decided/).length > 0, { what: 'the second call' });
  expect(calls(card, /Nobody has decided/)[0]).toMatch(/^<@U0MINA>, <!subteam\^S0ONCALL> /);
  await bot.restart();
  bot.clock.forward('1m');
  await card.until('[Approve]');
  bot.clock.forward('4m');
  await card.until('expired');
  expect(calls(card, /still waits/)).toHaveLength(1);
  expect(calls(card, /Nobody has decided/)).toHaveLength(1);
  const acts = (await bot.acts(await card.run())).map(({ act }) => act);
  expect(acts.filter((act) => /reminded|widened/.test(act))).toEqual(['approval.reminded', 'approval.widened']);
});

it('calls only those who can still give what is missing, and nobody after the decision', async () => {
  bot = await startBot({ approvals: 2, policies: { destructive: { approvers: ['U0JIN', 'U0MINA', 'U0YUNA'] } } });
  await bot.world.primary.faults.webDown(true);
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until('[Approve]');
  await card.click('Approve', 'mina');
  await card.until('1 of 2');
  bot.clock.forward('6m');
  await bot.slack.waitFor(() => calls(card, /still waits/).length > 0, { what: 'the call' });
  expect(calls(card, /still waits/)[0]).toMatch(/^<@U0YUNA> /);
  await card.click('Approve', 'yuna');
  await card.until('succeeded');
  bot.clock.forward('10m');
  expect(calls(card, /Nobody has decided/)).toEqual([]);
});
