import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBot, type Bot } from '../support/bot.ts';

let bot: Bot;
beforeAll(async () => {
  bot = await startBot({ rates: 'off' });
});
afterAll(() => bot.close());

describe('what people type', () => {
  it('a typo gets the nearest service and the list', async () => {
    const answer = await bot.type('/failover nextsue', 'jin');
    expect(answer).toMatch(/Did you mean nextuse\?/);
  });

  it('three thousand characters, Korean, curly quotes and long dashes are understood', async () => {
    await bot.world.primary.faults.webDown(true);
    const card = await bot.start(`/failover nextuse —dry-run “홈 공유기가 죽었습니다 😱” ${'아'.repeat(3_000)}`, 'jin');
    await card.until('succeeded');
    expect(card.plain).toContain('홈 공유기가 죽었습니다');
    expect(card.plain).toMatch(/dry run/);
    expect(bot.world.cloudflare.writes).toBe(0);
    await bot.world.primary.faults.webDown(false);
  });

  it('mentions and links in a reason wake nobody', async () => {
    await bot.world.primary.faults.webDown(true);
    const card = await bot.start(
      '/failover nextuse --dry-run <!channel> <https://evil.example|home> `x` & so on',
      'jin',
    );
    await card.until('succeeded');
    expect(JSON.stringify(card.seen.blocks)).not.toMatch(/<!channel>|<https:\/\/evil/);
    await bot.world.primary.faults.webDown(false);
  });

  it('two at once: one run, and the other is told who holds the service', async () => {
    await bot.world.primary.faults.webDown(true);
    const answers = await Promise.all([bot.type('/failover nextuse', 'jin'), bot.type('/failover nextuse', 'mina')]);
    expect(answers.filter((answer) => /is held by failover run_/.test(answer))).toHaveLength(1);
    const id = /run_\w+/.exec(answers.join(' '))?.[0] ?? '';
    expect(await bot.type(`/runbook cancel ${id}`, 'mina')).toContain(id);
    await bot.world.primary.faults.webDown(false);
  });

  it('/dns shows the record everywhere, /standby whether it could take over', async () => {
    const dns = await bot.start('/dns nextuse', 'jin');
    await dns.until('succeeded');
    expect(dns.plain).toContain('jfree.iptime.org');
    const standby = await bot.start('/standby nextuse', 'jin');
    await standby.until('succeeded');
    expect(standby.plain).toContain('4 of 4');
  });

  it('/runbook list, show, status; /watchkeeper help, status', async () => {
    expect(await bot.type('/runbook list', 'jin')).toMatch(/failback[\s\S]*failover[\s\S]*switchover/);
    expect(await bot.type('/runbook show failover', 'jin')).toContain('Fence primary');
    expect(await bot.type('/runbook status', 'jin')).toContain('run_');
    expect(await bot.type('/runbook shwo failover', 'jin')).toMatch(/Did you mean show/);
    expect(await bot.type('/watchkeeper help', 'jin')).toContain('/failover');
    expect(await bot.type('/watchkeeper status', 'jin')).toContain('connected');
  });

  it('no service: a modal asks for it', async () => {
    await bot.type('/failover', 'jin');
    const jin = bot.slack.as('U0JIN');
    const modal = await bot.slack.waitFor(() => jin.modal(), { what: 'the modal' });
    expect(modal.plain).toContain('Service');
    expect(await jin.submit({ Service: 'nextuse' })).toMatchObject({ closed: true });
    await bot.slack.waitFor(
      () => bot.slack.channel('C0INCIDENTS').messages.at(-1)?.plain.includes('Failover of nextuse'),
      { what: 'the card' },
    );
  });

  it('an outsider cannot start anything', async () => {
    expect(await bot.type('/failover nextuse', 'outsider')).toMatch(/not one of the operators/);
  });

  it('App Home shows services and runs', async () => {
    await bot.slack.as('U0MINA').openHome();
    const home = await bot.slack.waitFor(() => bot.slack.as('U0MINA').home(), { what: 'the home' });
    expect(home.plain).toContain('nextuse');
  });
});
