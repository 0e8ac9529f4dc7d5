import { afterEach, describe, expect, it } from 'vitest';
import { startBot, type Bot, type Card } from '../support/bot.ts';

let bot: Bot;
afterEach(() => bot.close());

async function askedCard(options = {}): Promise<Card> {
  bot = await startBot(options);
  await bot.world.primary.faults.webDown(true);
  const card = await bot.start('/failover nextuse home is dark', 'jin');
  await card.until('[Break glass]');
  return card;
}

const channelSays = (channel: string, words: RegExp): boolean =>
  bot.slack.channel(channel).messages.some((message) => words.test(message.plain));

describe('break glass', () => {
  it('goes on without the approvals, loudly, and somebody else must review it', async () => {
    const card = await askedCard();
    const jin = bot.slack.as('U0JIN');
    await card.click('Break glass', 'jin');
    const modal = await bot.slack.waitFor(() => jin.modal(), { what: 'the form' });
    expect(modal.plain).toMatch(/without 1 approval/);
    const wrong = await jin.submit({ service: 'nextsue', reason: 'nobody answers the phone' });
    expect(wrong.errors?.['service']).toMatch(/This is about nextuse/);
    const blank = await jin.submit({ service: 'nextuse', reason: '   ' });
    expect(blank.errors?.['reason']).toMatch(/Say why/);
    expect(bot.world.cloudflare.writes).toBe(0);
    expect(await jin.submit({ service: 'nextuse', reason: 'nobody answers the phone' })).toMatchObject({
      closed: true,
    });
    await card.until('succeeded');
    expect(card.plain).toMatch(/glass broken by <@U0JIN> at .*0 of 1 approvals: nobody answers the phone/);
    expect(card.plain).not.toContain('[Approve]');

    const loud = /Glass broken: .*failover of nextuse.*nobody answers the phone/;
    await bot.slack.waitFor(() => channelSays('C0INCIDENTS', loud) && channelSays('C0AUDIT', loud), {
      what: 'both channels to be told',
    });
    const acts = (await bot.acts(await card.run()))
      .filter(({ outcome }) => outcome !== 'refused')
      .map(({ act }) => act);
    expect(acts.indexOf('approval.glass-broken')).toBeGreaterThan(0);
    expect(acts.indexOf('approval.glass-broken')).toBeLessThan(acts.indexOf('step.intended'));
    const metrics = await (await fetch(`${bot.botUrl}/metrics`)).text();
    expect(metrics).toContain('watchkeeper_break_glass_total{runbook="failover"} 1');
    expect(metrics).toContain('watchkeeper_open_reviews 1');
    expect(await bot.type('/watchkeeper status', 'mina')).toMatch(/Review open for .*jin broke the glass/);

    await closeReview();
  });

  async function closeReview(): Promise<void> {
    const find = () =>
      bot.slack.channel('C0INCIDENTS').messages.find((message) => message.plain.includes('[Close review]'));
    const task = await bot.slack.waitFor(find, { what: 'the review' });
    const place = { channel: 'C0INCIDENTS', ts: task.ts };
    const jin = bot.slack.as('U0JIN');
    await jin.click(place, 'Close review');
    await bot.slack.waitFor(() => jin.modal(), { what: 'the form' });
    await jin.submit({ notes: 'it was right' });
    await bot.slack.waitFor(
      () => jin.sees('C0INCIDENTS').some((one) => one.ephemeral && /You broke this glass yourself/.test(one.plain)),
      { what: 'the refusal' },
    );
    const mina = bot.slack.as('U0MINA');
    await mina.openHome();
    const home = await bot.slack.waitFor(() => mina.home(), { what: 'the home' });
    expect(home.plain).toMatch(/Broken glass to review[\s\S]*\[Close review\]/);
    await mina.click('home', 'Close review');
    await bot.slack.waitFor(() => mina.modal(), { what: 'the form' });
    expect((await mina.submit({ notes: ' ' })).errors?.['notes']).toMatch(/Say what you found/);
    expect(await mina.submit({ notes: 'the on-call phone was flat' })).toMatchObject({ closed: true });
    const reviewed = /Reviewed by <@U0MINA> at .*the on-call phone was flat/;
    await bot.slack.waitFor(() => channelSays('C0INCIDENTS', reviewed), { what: 'the review to be closed' });
    expect(bot.slack.channel('C0INCIDENTS').messages.some(({ plain }) => plain.includes('[Close review]'))).toBe(false);
    expect(await bot.type('/watchkeeper status', 'mina')).toContain('Reviews: none open');
  }

  it('is refused to whom the inventory does not name, and nothing is done', async () => {
    const card = await askedCard();
    const mina = bot.slack.as('U0MINA');
    await card.click('Break glass', 'mina');
    await bot.slack.waitFor(() => mina.modal(), { what: 'the form' });
    await mina.submit({ service: 'nextuse', reason: 'I want to' });
    await bot.slack.waitFor(
      () =>
        mina.sees('C0INCIDENTS').some((one) => one.ephemeral && /not among the people who may break/.test(one.plain)),
      { what: 'the refusal' },
    );
    expect(bot.world.cloudflare.writes).toBe(0);
    expect((await card.run()).status).toBe('awaiting_approval');
    const acts = await bot.acts(await card.run());
    expect(acts.at(-1)).toMatchObject({ act: 'approval.glass-broken', actor: 'mina', outcome: 'refused' });
  });

  it('has no button where nobody may', async () => {
    bot = await startBot({ policies: { breakGlass: { allowed: [] } } });
    await bot.world.primary.faults.webDown(true);
    const card = await bot.start('/failover nextuse', 'jin');
    await card.until('[Approve]');
    expect(card.plain).not.toContain('[Break glass]');
  });
});
