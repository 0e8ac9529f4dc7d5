import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startAlertmanager, type Alertmanager } from '../../sandbox/alertmanager.ts';
import type { SeenMessage } from '../../sandbox/slack/person/seen.ts';
import { readAlertBody } from '../support/alert-bodies.ts';
import { startBot, type Bot } from '../support/bot.ts';

const FIRING = readAlertBody('alertmanager/real-nextuse-korean-mention-firing.json');
const ALERT = (JSON.parse(FIRING) as { alerts: { fingerprint: string; labels: Record<string, string> }[] }).alerts[0];

let bot: Bot;
let alertmanager: Alertmanager;
beforeEach(async () => {
  alertmanager = await startAlertmanager();
  bot = await startBot({ alertmanagerApi: alertmanager.url });
  alertmanager.setAlerts(ALERT ? [ALERT] : []);
});
afterEach(async () => {
  await bot.close();
  await alertmanager.close();
});

async function fire(body = FIRING): Promise<void> {
  const headers = { authorization: `Bearer ${bot.alertTokens.prometheus}` };
  const answer = await fetch(`${bot.botUrl}/alerts/prometheus`, { method: 'POST', headers, body });
  expect(answer.status).toBe(200);
}
const message = (): SeenMessage | undefined => bot.slack.channel('C0INCIDENTS').messages[0];
const until = (words: string): Promise<SeenMessage> =>
  bot.slack.waitFor(() => (message()?.plain.includes(words) ? message() : undefined), {
    what: words,
    timeoutMs: 10_000,
  });
const place = (): { channel: string; ts: string } => ({ channel: 'C0INCIDENTS', ts: message()?.ts ?? '' });

describe('a silence', () => {
  it('is made in Alertmanager by who asked, taken back there, and told on the message', async () => {
    await fire();
    await until('[Acknowledge]');
    await bot.slack.as('U0MINA').click(place(), 'Silence', { option: 'for 4 h' });
    await until('Silenced by <@U0MINA>');
    expect(alertmanager.silences).toHaveLength(1);
    const [made] = alertmanager.silences;
    expect(made).toMatchObject({ state: 'active', createdBy: 'mina', comment: expect.stringContaining('NextuseDown') });
    expect(Date.parse(made?.endsAt ?? '') - Date.parse(made?.startsAt ?? '')).toBe(4 * 3_600_000);
    expect(made?.matchers).toContainEqual({ name: 'alertname', value: 'NextuseDown', isRegex: false, isEqual: true });

    await bot.slack.as('U0JIN').click(place(), 'Unsilence');
    await until('*firing*');
    expect(alertmanager.silences[0]?.state).toBe('expired');
    const acts = (await bot.acts()).map(({ actor, act }) => `${actor} ${act}`);
    expect(acts.slice(-2)).toEqual(['mina alert.silenced', 'jin alert.unsilenced']);
  });

  it('that Alertmanager does not take is none', async () => {
    await fire();
    await until('[Acknowledge]');
    alertmanager.down(true);
    const answer = await bot.type('/silence NextuseDown 1h', 'mina');
    expect(answer).toMatch(/refused: 503/);
    expect(message()?.plain).toContain('*firing*');
    alertmanager.down(false);
  });

  it('that Alertmanager took by half before it fell silent is none, and what stands there is said', async () => {
    // Two kinds in one group are two silences there; the answer to the second is 503, and so is that to taking back.
    const { alerts, ...body } = JSON.parse(FIRING) as { alerts: Record<string, unknown>[] };
    const other = { ...alerts[0], fingerprint: 'aaaaaaaaaaaaaaaa', labels: { ...ALERT?.labels, alertname: 'Other' } };
    await fire(JSON.stringify({ ...body, alerts: [...alerts, other] }));
    await until('[Acknowledge]');
    alertmanager.downAfter(1);
    const answer = await bot.type('/silence NextuseDown 1h', 'mina');
    const [made] = alertmanager.silences;
    expect(alertmanager.silences).toEqual([expect.objectContaining({ state: 'active' })]);
    expect(answer).toContain(`silences stand in Alertmanager at ${new URL(alertmanager.url).host}: ${made?.id}`);
    expect(answer).toContain(`amtool silence expire ${made?.id} --alertmanager.url=${alertmanager.url}`);
    expect(message()?.plain).toContain('*firing*');
    expect((await bot.acts()).at(-1)).toMatchObject({
      actor: 'mina',
      act: 'alert.silenced',
      outcome: 'failed',
      details: { silences: [made?.id], message: expect.stringContaining('refused: 503') },
    });

    // Alertmanager is back: a failure in the middle leaves nothing behind.
    alertmanager.down(false);
    const before = alertmanager.silences.length;
    alertmanager.failOnce(before + 1);
    expect(await bot.type('/silence NextuseDown 1h', 'mina')).toMatch(/refused: 500/);
    expect(alertmanager.silences.slice(before)).toEqual([expect.objectContaining({ state: 'expired' })]);
  });

  it('by a command; it ends by itself, and what still fires is firing again', async () => {
    await fire();
    await until('[Acknowledge]');
    expect(await bot.type('/alerts', 'jin')).toMatch(/Critical: NextuseDown · nextuse/);
    expect(await bot.type('/silence NextuseDwon 1h', 'jin')).toContain('Did you mean NextuseDown?');
    expect(await bot.type('/silence nothing', 'jin')).toContain('for how long');
    expect(await bot.type('/silence NextuseDown 1h', 'outsider')).toMatch(/not one of the operators/);
    expect(await bot.type('/silence service=“nextuse” 1h router is replaced', 'jin')).toContain('Silenced for 1 h');
    await until('Silenced by <@U0JIN>');
    expect(alertmanager.silences[0]?.comment).toBe('router is replaced');
    bot.clock.forward('61m');
    await until('*firing*');
    expect(message()?.plain).not.toContain('Silenced by');
  });

  it('hides that the alert is over, so Alertmanager is asked', async () => {
    await fire();
    await until('[Acknowledge]');
    await bot.slack.as('U0MINA').click(place(), 'Silence', { option: 'for 24 h' });
    await until('Silenced by');
    bot.clock.forward('1m');
    alertmanager.setAlerts([]);
    for (let minute = 0; minute < 8 && !message()?.plain.includes('*resolved*'); minute++) {
      bot.clock.forward('1m');
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    await until('*resolved*');
    expect((await bot.acts()).at(-1)?.act).toBe('alert.resolved_while_silenced');
    expect(await bot.type('/alerts nextuse', 'jin')).toBe('Nothing is firing.');
  });

  it('ends while it is not known yet that the alert is over: it never fires again for that', async () => {
    await fire();
    await until('[Acknowledge]');
    await bot.slack.as('U0MINA').click(place(), 'Silence', { option: 'for 1 h' });
    await until('Silenced by');
    bot.clock.forward('59m');
    alertmanager.setAlerts([]);
    for (let minute = 0; minute < 8 && !message()?.plain.includes('*resolved*'); minute++) {
      bot.clock.forward('1m');
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(message()?.plain).not.toContain('*firing*');
    }
    await until('*resolved*');
    expect((await bot.acts()).map(({ act }) => act)).toContain('alert.resolved_while_silenced');
  });
});
