import { afterEach, describe, expect, it } from 'vitest';
import { createMonitors, type Monitors } from '../../sandbox/monitors/monitors.ts';
import { toAlertmanagerBody } from '../../sandbox/monitors/alertmanager-body.ts';
import { toGrafanaBody } from '../../sandbox/monitors/grafana-body.ts';
import { siteDown } from '../../sandbox/monitors/scene-alerts.ts';
import type { SeenMessage } from '../../sandbox/slack/person/seen.ts';
import { createTroubles } from '../../sandbox/troubles/troubles.ts';
import { startBot, type Bot } from '../support/bot.ts';

let bot: Bot;
let monitors: Monitors | undefined;
afterEach(async () => {
  monitors?.stop();
  monitors = undefined;
  await bot.world.primary.faults.clear();
  await bot.close();
});

const found = (words: RegExp): SeenMessage[] =>
  bot.slack.channel('C0INCIDENTS').messages.filter(({ plain }) => words.test(plain));
const LOOKS_DOWN = /nextuse: primary (looks down|is back)/;
const until = (words: RegExp): Promise<SeenMessage> =>
  bot.slack.waitFor(() => found(LOOKS_DOWN).find(({ plain }) => words.test(plain)), {
    what: `a message with ${String(words)}`,
    timeoutMs: 15_000,
  });
const acts = async (): Promise<string[]> =>
  (await bot.acts()).flatMap(({ act }) => (act.startsWith('primary.') ? [act] : []));

async function say(
  source: 'prometheus' | 'grafana',
  change: { isOver?: boolean; labels?: Record<string, string> } = {},
) {
  const alert = {
    ...siteDown,
    labels: { ...siteDown.labels, ...(source === 'grafana' && { alertname: 'Site unreachable' }), ...change.labels },
    startsAt: STARTED,
    endsAt: change.isOver ? bot.clock.now() : undefined,
  };
  const answer = await fetch(`${bot.botUrl}/alerts/${source}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bot.alertTokens[source]}` },
    body: JSON.stringify(source === 'grafana' ? toGrafanaBody(alert) : toAlertmanagerBody(alert)),
  });
  expect(answer.status).toBe(200);
}
const STARTED = new Date();

/** Long enough for a look and a probe to have come to nothing. */
const quiet = async (): Promise<void> => {
  for (let n = 0; n < 4; n++) {
    bot.clock.forward('3s');
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
};

describe('the primary looks down', () => {
  it('by the page’s buttons: its web server is down, Prometheus says so, and so does the bot’s own look', async () => {
    bot = await startBot();
    monitors = createMonitors({ ...bot, tokens: bot.alertTokens, clock: bot.clock, pace: { probeEveryMs: 100 } });
    const troubles = createTroubles({ ...bot, monitors });
    monitors.start();
    await troubles.get('web-down').cause();
    const down = await until(/looks down/);
    expect(down.plain).toContain('prometheus: NextuseDown');
    expect(down.plain).toMatch(/asked by me: .*refused.*from here, from standby/);
    expect(down.plain).toContain('2 signs, from independent places');
    expect(JSON.stringify(down.blocks)).toContain('<!subteam^S0ONCALL>');
    expect(bot.world.cloudflare.writes).toBe(0);
    expect(await bot.store.runs.list({ limit: 1 })).toEqual([]);

    // A further sender joins the same message.
    await say('grafana');
    bot.clock.forward('3s');
    await until(/grafana: Site unreachable/);
    expect(found(LOOKS_DOWN)).toHaveLength(1);

    await bot.restart();
    await quiet();
    expect(found(LOOKS_DOWN)).toHaveLength(1);

    const { error } = await bot.slack.as('U0JIN').click({ channel: 'C0INCIDENTS', ts: down.ts }, 'Start failover');
    expect(error).toBeUndefined();
    const card = await bot.slack.waitFor(() => found(/Failover of nextuse/)[0], { what: 'the card' });
    await bot.slack.waitFor(() => found(/Failover of nextuse.*awaiting approval/)[0], { what: 'the gate' });
    expect(card.plain).toContain('primary looks down: prometheus: NextuseDown');
    expect(bot.world.cloudflare.writes).toBe(0);

    await troubles.get('web-down').heal();
    await say('grafana', { isOver: true });
    for (let n = 0; n < 20 && !found(/primary is back/)[0]; n++) {
      bot.clock.forward('10s');
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    const back = await until(/primary is back/);
    expect(back.ts).toBe(down.ts);
    expect(back.plain).not.toContain('[Start failover]');
    expect(found(LOOKS_DOWN)).toHaveLength(1);
    expect((await acts())[0]).toBe('primary.looks_down');
    expect((await acts()).at(-1)).toBe('primary.is_back');
    expect((await acts()).filter((act) => act === 'primary.looks_down')).toHaveLength(1);
  });

  it('not by one sender while the bot sees the primary well, and not by two alerts of one sender', async () => {
    bot = await startBot();
    await say('prometheus');
    await say('prometheus', { labels: { alertname: 'HostDown', instance: 'jfree.iptime.org:9100' } });
    await quiet();
    expect(found(LOOKS_DOWN)).toEqual([]);
    expect(await acts()).toEqual([]);
  });

  it('by two senders alone, where the bot is not to ask; and what somebody silenced is no sign', async () => {
    bot = await startBot({ primaryDown: { probe: 'never' } });
    await say('prometheus');
    await quiet();
    expect(found(LOOKS_DOWN)).toEqual([]);
    await say('grafana');
    bot.clock.forward('3s');
    const down = await until(/looks down/);
    expect(down.plain).toMatch(/prometheus: NextuseDown[\s\S]*grafana: Site unreachable/);
    expect(down.plain).not.toContain('asked by me');
    await bot.type('/silence NextuseDown 1h', 'jin');
    bot.clock.forward('3s');
    await until(/One sign is left/);
    await say('grafana', { isOver: true });
    await quiet();
    bot.clock.forward('31s');
    await until(/is back/);
    expect(found(LOOKS_DOWN)).toHaveLength(1);
  });

  it('not because of what a run of ours did: nobody has to be told after a switchover', async () => {
    bot = await startBot();
    const card = await bot.start('/switchover nextuse', 'jin');
    await card.until('awaiting approval');
    await card.click('Approve', 'mina');
    await card.until('succeeded', 25_000);
    await say('prometheus');
    await say('grafana');
    await quiet();
    expect(found(LOOKS_DOWN)).toEqual([]);
  });

  it('by the alerts that the inventory names, whatever their severity', async () => {
    bot = await startBot({
      primaryDown: { probe: 'never', signs: [{ match: ['page="router"'] }], runbooks: ['standby-check'] },
    });
    await say('prometheus');
    await say('grafana', { labels: { page: 'router', severity: 'info' } });
    await quiet();
    expect(found(LOOKS_DOWN)).toEqual([]);
    await say('prometheus', { labels: { alertname: 'RouterDown', page: 'router', severity: 'warning' } });
    bot.clock.forward('3s');
    const down = await until(/looks down/);
    expect(down.plain).toContain('[Check standby]');
    expect(down.plain).not.toContain('[Start failover]');
  });
});
