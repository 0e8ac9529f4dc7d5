import { afterEach, expect, it } from 'vitest';
import { startBot, type Bot } from '../support/bot.ts';

let bot: Bot;
afterEach(() => bot.close());

it('somebody changes the record while the approval is awaited: nothing is touched', async () => {
  bot = await startBot();
  await bot.world.primary.faults.webDown(true);
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until('[Approve]');
  bot.world.cloudflare.setRecordByHand('elsewhere.example.net');
  await card.click('Approve', 'mina');
  await card.until('failed');
  expect(card.plain).toContain('elsewhere.example.net');
  expect(bot.world.cloudflare).toMatchObject({ writes: 0 });
  expect(bot.world.primary.commands.filter(({ argv }) => argv[1] === 'stop')).toEqual([]);
  expect((await bot.acts(await card.run())).map((entry) => entry.act)).toContain('approval.voided');
});

it('somebody moves it to the standby meanwhile: nothing is left to do', async () => {
  bot = await startBot();
  await bot.world.primary.faults.webDown(true);
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until('[Approve]');
  bot.world.cloudflare.setRecordByHand('jin-backup.jin7942.co.kr');
  await card.click('Approve', 'mina');
  await card.until('succeeded');
  expect(card.plain).toMatch(/already on standby/i);
  expect(bot.world.cloudflare.writes).toBe(0);
});

it('it changes after the fence: the run stops and asks, and can be rolled back', async () => {
  bot = await startBot();
  const { primary, cloudflare } = bot.world;
  await primary.faults.webDown(true);
  const docker = primary.programs.get('docker');
  if (!docker) throw new Error('no docker');
  primary.programs.set('docker', async (call) => {
    if (call.args[0] === 'stop') cloudflare.setRecordByHand('elsewhere.example.net');
    return docker(call);
  });
  const card = await bot.start('/failover nextuse', 'jin');
  await card.until('[Approve]');
  await card.click('Approve', 'mina');
  await card.until('[Roll back]');
  expect(cloudflare.writes).toBe(0);
  expect(primary.containers.get('jin-gateway')?.state).toBe('exited');
  await card.click('Roll back', 'jin');
  await card.until('[Approve]');
  await card.click('Approve', 'mina');
  await card.until(/rolled back/i);
  // What failed on the way there stays told.
  expect(card.plain).toMatch(/❌ \*Read DNS\*/);
  expect(primary.containers.get('jin-gateway')?.state).toBe('running');
  expect(cloudflare.writes).toBe(0);
});
