import { afterEach, expect, it } from 'vitest';
import { startBot, type Bot } from '../support/bot.ts';

let bot: Bot;
afterEach(() => bot.close());

it('a second run is told who holds the service, since when, how it stands and how to end it; Home shows it', async () => {
  bot = await startBot();
  await bot.world.primary.faults.webDown(true);
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until('[Approve]');
  bot.clock.forward('4m');
  const { id } = await card.run();
  const refusal = await bot.type('/switchover nextuse', 'mina');
  expect(refusal).toMatch(
    new RegExp(`held by failover ${id} \\(awaiting approval\\), asked by jin at \\d\\d:\\d\\d KST, 4 m.* ago`),
  );
  expect(refusal).toContain(`/runbook cancel ${id}`);
  const mina = bot.slack.as('U0MINA');
  await mina.openHome();
  const home = await bot.slack.waitFor(() => mina.home(), { what: 'the home' });
  expect(home.plain).toMatch(new RegExp(`held by failover .?${id}.?, asked by <@U0JIN>`));
  await bot.type(`/runbook cancel ${id}`, 'mina');
  await card.until('canceled');
  await expect(bot.start('/failover nextuse', 'jin')).resolves.toBeDefined();
});
