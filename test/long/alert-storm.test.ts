import { afterEach, describe, expect, it } from 'vitest';
import { startBot, type Bot } from '../support/bot.ts';

let bot: Bot;
afterEach(() => bot.close());

const COUNT = 350;

/** Distinct alerts without a group, as a broken network brings them; every seventh is critical. */
function body(from: number, to: number): string {
  const alerts = Array.from({ length: to - from }, (_, n) => ({
    status: 'firing',
    labels: {
      alertname: `Storm${String(from + n).padStart(4, '0')}`,
      severity: (from + n) % 7 === 0 ? 'critical' : 'warning',
      instance: `host-${from + n}:9100`,
    },
    annotations: { summary: 'no answer' },
    startsAt: '2026-11-21T04:52:11.682Z',
  }));
  return JSON.stringify({ version: '4', status: 'firing', groupKey: '{}', groupLabels: {}, alerts });
}

async function send(from: number, to: number): Promise<void> {
  const headers = { authorization: `Bearer ${bot.alertTokens.prometheus}` };
  const answer = await fetch(`${bot.botUrl}/alerts/prometheus`, { method: 'POST', headers, body: body(from, to) });
  expect(await answer.json()).toEqual({ accepted: to - from });
}

const channel = () => bot.slack.channel('C0INCIDENTS');
function allText(): string {
  const { messages, thread } = channel();
  return messages
    .flatMap((message) => [message, ...thread(message.ts)])
    .map(({ plain }) => plain)
    .join('\n');
}
const missing = (): string[] => {
  const text = allText();
  return Array.from({ length: COUNT }, (_, n) => `Storm${String(n).padStart(4, '0')}`).filter(
    (name) => !text.includes(name),
  );
};

describe('an alert storm', () => {
  it(
    'is one card, every alert by name in its thread, at one message a second; nothing is lost',
    { timeout: 90_000 },
    async () => {
      bot = await startBot();
      await Promise.all(Array.from({ length: 35 }, (_, n) => send(n * 10, n * 10 + 10)));
      // Somebody needs the bot right now.
      const asked = Date.now();
      const card = await bot.start('/standby nextuse', 'jin');
      await card.until('succeeded');
      expect(Date.now() - asked).toBeLessThan(10_000);

      await bot.slack.waitFor(() => missing().length === 0, { what: 'every alert by name', timeoutMs: 60_000 });
      const storm = channel().messages.find(({ plain }) => plain.includes('Alert storm'));
      expect(storm?.plain).toMatch(/Alert storm: 3\d\d alerts, 3\d\d not resolved/);
      const own = channel().messages.filter(({ plain }) => /Storm\d{4}\*/.test(plain));
      expect(own.length).toBeLessThanOrEqual(20);
      const posts = bot.slack.calls.filter(({ method }) => method === 'chat.postMessage');
      expect(posts.length).toBeLessThan(45);

      bot.clock.forward('2m');
      await bot.slack.waitFor(() => channel().messages.some(({ plain }) => plain.includes('The storm is over')), {
        what: 'the end',
        timeoutMs: 15_000,
      });
      await send(0, 1);
    },
  );
});
