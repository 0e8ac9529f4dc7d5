import { afterEach, describe, expect, it } from 'vitest';
import type { SeenMessage } from '../../sandbox/slack/person/seen.ts';
import { readAlertBody } from '../support/alert-bodies.ts';
import { startBot, type Bot } from '../support/bot.ts';

let bot: Bot;
afterEach(() => bot.close());

const FIRING = readAlertBody('alertmanager/real-nextuse-korean-mention-firing.json');
const RESOLVED = readAlertBody('alertmanager/real-nextuse-resolved.json');

async function send(source: 'prometheus' | 'grafana' | 'kibana', body: string, token = bot.alertTokens[source]) {
  const answer = await fetch(`${bot.botUrl}/alerts/${source}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body,
  });
  return { status: answer.status, body: await answer.json().catch(() => undefined) };
}

const messages = (): SeenMessage[] => bot.slack.channel('C0INCIDENTS').messages;
const until = (words: string, nth = 0): Promise<SeenMessage> =>
  bot.slack.waitFor(
    () => {
      const message = messages()[nth];
      return message?.plain.includes(words) ? message : undefined;
    },
    { what: `message ${nth} with ${words}` },
  );

describe('an alert arrives', () => {
  it('is one message, edited in place; somebody takes it and starts a failover from it', async () => {
    bot = await startBot();
    await bot.world.primary.faults.webDown(true);
    expect(await send('prometheus', FIRING)).toEqual({ status: 200, body: { accepted: 1 } });
    const alert = await until('NextuseDown');
    expect(alert.plain).toContain('Critical');
    expect(alert.plain).toContain('service nextuse');
    expect(alert.plain).toContain('nextuse 프론트엔드 응답 없음');
    // The sender wrote a mention and a link that lies: both are text.
    expect(JSON.stringify(alert.blocks)).toContain('&lt;!channel&gt; 확인 &amp; 조치');
    expect(JSON.stringify([alert.text, alert.blocks])).not.toMatch(/<!(?!date)|<https:\/\/evil/);

    await bot.slack.as('U0MINA').click({ channel: 'C0INCIDENTS', ts: alert.ts }, 'Acknowledge');
    await until('Acknowledged by <@U0MINA>');
    expect(messages()).toHaveLength(1);

    await bot.slack.as('U0JIN').click({ channel: 'C0INCIDENTS', ts: alert.ts }, 'Start failover');
    const card = await until('Failover of nextuse', 1);
    await bot.slack.waitFor(() => messages()[1]?.plain.includes('awaiting approval'), { what: 'the gate' });
    expect(card.plain).toContain('asked by <@U0JIN>');
    expect(card.plain).toContain('“alert: NextuseDown”');
    expect(bot.world.cloudflare.writes).toBe(0);

    expect((await send('prometheus', RESOLVED)).status).toBe(200);
    const after = await until('resolved');
    expect(after.ts).toBe(alert.ts);
    expect(after.plain).toContain('Acknowledged by <@U0MINA>');
    expect(after.plain).toContain('nextuse 프론트엔드 응답 없음');
    expect(after.plain).not.toContain('[Acknowledge]');
    expect(messages()).toHaveLength(2);

    const acts = (await bot.acts()).filter(({ act }) => act.startsWith('alert.'));
    expect(acts.map(({ actor, act }) => `${actor} ${act}`)).toEqual([
      'alerts/prometheus alert.changed',
      'mina alert.acknowledged',
      'alerts/prometheus alert.changed',
    ]);
    await bot.world.primary.faults.webDown(false);
  });

  it('again within half an hour it is the same message; the same body twice says nothing new', async () => {
    bot = await startBot();
    const again = FIRING.replaceAll('04:52:11.682Z', '05:05:00.000Z');
    await send('prometheus', FIRING);
    const first = await until('firing');
    await send('prometheus', FIRING);
    await send('prometheus', RESOLVED);
    await until('resolved');
    bot.clock.forward('10m');
    await send('prometheus', again);
    expect((await until('firing again')).ts).toBe(first.ts);
    expect(messages()[0]?.plain).toContain('×2');
    await send('prometheus', RESOLVED);
    await bot.restart();
    expect(messages()).toHaveLength(1);
    expect(messages()[0]?.plain).toContain('firing again');
  });

  it('a stranger is turned away before the body is read; what cannot be read is shown as it is', async () => {
    bot = await startBot();
    expect((await send('prometheus', FIRING, 'guess')).status).toBe(401);
    const unknown = await fetch(`${bot.botUrl}/alerts/nobody`, { method: 'POST', body: '{}' });
    expect(unknown.status).toBe(404);
    expect(messages()).toHaveLength(0);
    const basic = Buffer.from(`anybody:${bot.alertTokens.kibana}`).toString('base64');
    const answer = await fetch(`${bot.botUrl}/alerts/kibana`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: '{"rule": {"name": "cut off <!here> ```',
    });
    expect(await answer.json()).toEqual({ accepted: 1 });
    const alert = await until('Unreadable alert from kibana');
    expect(JSON.stringify(alert.blocks)).toContain('cut off &lt;!here&gt;');
    expect(alert.plain).toContain('unmapped');
  });

  it('while the database cannot be written the sender is asked to try again', async () => {
    bot = await startBot();
    const { record } = bot.store.alerts;
    bot.store.alerts.record = () => Promise.reject(new Error('disk full'));
    expect((await send('prometheus', FIRING)).status).toBe(503);
    bot.store.alerts.record = record;
    expect((await send('prometheus', FIRING)).status).toBe(200);
    await until('NextuseDown');
    expect(messages()).toHaveLength(1);
  });

  it('Grafana and Kibana, too', async () => {
    bot = await startBot();
    await send('grafana', readAlertBody('grafana/zulip-alert_values_v11.json'));
    await send('kibana', readAlertBody('kibana/es-query.json'));
    await bot.slack.waitFor(() => messages().length === 2, { what: 'two messages' });
    const texts = messages()
      .map(({ plain }) => plain)
      .join('\n');
    expect(texts).toContain('nextuse 5xx');
    expect(texts).not.toMatch(/undefined|\[object|NaN/);
  });
});
