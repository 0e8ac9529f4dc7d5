import { describe, expect, it } from 'vitest';
import { startBehindAlertmanager, startBehindPrometheus } from './monitored-bot.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('Prometheus through Alertmanager', () => {
  it('a target dies and comes back: one message, edited in place; a restart makes no second', async () => {
    const { alertmanager, target, messages, until } = await startBehindAlertmanager();
    await target.die();
    const alert = await until('NextuseDown');
    expect(alert.plain).toContain('Critical');
    expect(alert.plain).toContain('service nextuse');
    expect(alert.plain).toContain(`${target.address} does not answer`);
    expect(alert.plain).toContain('[Start failover]');

    // What it had not written down it sends again.
    await alertmanager.kill();
    await alertmanager.restart();
    await pause(3_000);
    await target.comeBack();
    const after = await until('*resolved*');
    expect(after.ts).toBe(alert.ts);
    expect(after.plain).toContain(`${target.address} does not answer`);
    expect(messages()).toHaveLength(1);
  });

  it('what fires while the bot is down, or while it cannot store, arrives afterwards, once', async () => {
    const { bot, target, messages, until } = await startBehindAlertmanager();
    await bot.stop();
    await target.die();
    await pause(4_000);
    await bot.boot();
    await until('*firing*');

    const { record } = bot.store.alerts;
    let refused = 0;
    bot.store.alerts.record = () => {
      refused += 1;
      return Promise.reject(new Error('disk full'));
    };
    await target.comeBack();
    await expect.poll(() => refused, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
    expect(messages()[0]?.plain).toContain('*firing*');
    bot.store.alerts.record = record;
    await until('*resolved*');
    expect(messages()).toHaveLength(1);
  });
});

describe('Prometheus without an Alertmanager', () => {
  it('a target dies and comes back: one message, edited in place; saying the same says nothing new', async () => {
    const { bot, target, messages, until } = await startBehindPrometheus();
    await target.die();
    const alert = await until('NextuseDown');
    expect(alert.plain).toContain('Critical');
    await pause(3_000);
    await target.comeBack();
    const after = await until('*resolved*');
    expect(after.ts).toBe(alert.ts);
    expect(messages()).toHaveLength(1);
    expect((await bot.acts()).filter(({ act }) => act === 'alert.changed')).toHaveLength(2);
  });
});
