import { describe, expect, it } from 'vitest';
import type { RealMonitor } from '../support/real-monitors.ts';
import { startBehindAlertmanager, type MonitoredBot } from './monitored-bot.ts';

const ask = async ({ url }: RealMonitor, what: 'alerts' | 'silences'): Promise<unknown[]> =>
  (await (await fetch(`${url}/api/v2/${what}`)).json()) as unknown[];

async function silence({ bot, until }: MonitoredBot): Promise<{ channel: string; ts: string }> {
  const { ts } = await until('[Acknowledge]');
  const place = { channel: 'C0INCIDENTS', ts };
  await bot.slack.as('U0MINA').click(place, 'Silence', { option: 'for 4 h' });
  await until('Silenced by <@U0MINA>');
  return place;
}

describe('a silence in a real Alertmanager', () => {
  it('is made by the button on the message, and taken back by it', async () => {
    const scene = await startBehindAlertmanager();
    const { alertmanager, bot, target, messages, until } = scene;
    await target.die();
    const place = await silence(scene);
    expect(await ask(alertmanager, 'silences')).toEqual([
      expect.objectContaining({
        createdBy: 'mina',
        comment: expect.stringContaining('NextuseDown'),
        status: { state: 'active' },
        matchers: expect.arrayContaining([
          { name: 'alertname', value: 'NextuseDown', isRegex: false, isEqual: true },
          { name: 'instance', value: target.address, isRegex: false, isEqual: true },
        ]),
      }),
    ]);
    expect(await ask(alertmanager, 'alerts')).toEqual([
      expect.objectContaining({ status: expect.objectContaining({ state: 'suppressed' }) }),
    ]);

    await bot.slack.as('U0JIN').click(place, 'Unsilence');
    await until('*firing*');
    expect(await ask(alertmanager, 'silences')).toEqual([expect.objectContaining({ status: { state: 'expired' } })]);
    await target.comeBack();
    await until('*resolved*');
    expect(messages()).toHaveLength(1);
  });

  it('hides that the alert is over: Alertmanager is asked, and the message says it', async () => {
    const scene = await startBehindAlertmanager();
    const { alertmanager, bot, target, messages, until } = scene;
    await target.die();
    await silence(scene);
    await target.comeBack();
    await expect.poll(() => ask(alertmanager, 'alerts'), { timeout: 20_000 }).toEqual([]);
    for (let minute = 0; minute < 8 && !messages()[0]?.plain.includes('*resolved*'); minute++) {
      bot.clock.forward('1m');
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    await until('*resolved*');
    expect((await bot.acts()).at(-1)?.act).toBe('alert.resolved_while_silenced');
    expect(messages()).toHaveLength(1);
  });
});
