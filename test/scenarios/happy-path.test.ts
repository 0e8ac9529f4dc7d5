import { afterEach, describe, expect, it } from 'vitest';
import { startBot, type Bot } from '../support/bot.ts';

let bot: Bot;
afterEach(() => bot.close());

describe.each(['socket', 'http'] as const)('a failover and the way back, in %s mode', (mode) => {
  it('moves the users to the standby and back, with evidence, approvals and a record', async () => {
    bot = await startBot({ mode });
    expect((await bot.world.visit()).site).toBe('primary');
    await bot.world.primary.faults.webDown(true);

    const card = await bot.start('/failover nextuse home router is dead', 'jin');
    await card.until('awaiting approval');
    expect(card.plain).toMatch(/down: /);
    expect(card.plain).toContain('4 of 4 running, healthy');
    expect(card.plain).toMatch(/writes since/i);
    expect(card.plain).toContain('jfree.iptime.org');
    expect(bot.world.cloudflare.writes).toBe(0);

    expect(await card.click('Approve', 'jin')).toMatch(/your own approval does not count/);
    expect(bot.world.cloudflare.writes).toBe(0);

    await card.click('Approve', 'mina');
    await card.until('succeeded');
    expect(bot.world.cloudflare.writes).toBe(1);
    expect(bot.world.cloudflare.record()).toMatchObject({
      content: 'jin-backup.jin7942.co.kr',
      comment: expect.stringContaining('run_'),
    });
    expect((await bot.world.visit()).site).toBe('standby');
    const run = await card.run();
    expect((await bot.acts(run)).map((entry) => entry.act)).toContain('step.intended');
    expect(card.thread().join('\n')).toContain('docker ps');

    // Asked again, nothing is changed.
    const again = await bot.start('/failover nextuse', 'jin');
    await again.until('succeeded');
    expect(again.plain).toMatch(/already/i);
    expect(bot.world.cloudflare.writes).toBe(1);

    await bot.world.primary.faults.webDown(false);
    const back = await bot.start('/failback nextuse', 'mina');
    await back.until('awaiting approval');
    await back.click('Approve', 'jin');
    await back.until('succeeded');
    expect((await bot.world.visit()).site).toBe('primary');
    expect(bot.world.cloudflare.record().content).toBe('jfree.iptime.org');
  });
});
