import { describe, expect, it } from 'vitest';
import { createWatchdogs } from '../../src/alerts/watchdogs.ts';
import type { Alert, AlertGroup } from '../../src/core/alert.ts';
import { findMatcher } from '../../src/core/matcher.ts';
import { createSecret } from '../../src/core/secret.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { openAlertsWorld, START, TOKEN, type AlertsWorld } from './alerts-world.ts';

const MINUTE = 60_000;
const jin = { person: 'jin', slackId: 'U0JIN', via: 'slack' as const };

interface Said {
  name: string;
  status?: 'firing' | 'resolved';
  severity?: string;
  startsAt?: number;
  group?: string;
  truncatedAlerts?: number;
}

/** An Alertmanager body; alerts of one `group` come in one body of that group. */
function body(...alerts: Said[]): string {
  const [first] = alerts;
  return JSON.stringify({
    version: '4',
    status: alerts.every(({ status }) => status === 'resolved') ? 'resolved' : 'firing',
    ...(first?.group !== undefined && { groupKey: first.group, groupLabels: { a: 'b' } }),
    truncatedAlerts: first?.truncatedAlerts ?? 0,
    alerts: alerts.map(({ name, status = 'firing', severity = 'critical', startsAt = START }) => ({
      status,
      labels: { alertname: name, severity, service: 'nextuse' },
      annotations: {},
      startsAt: new Date(startsAt).toISOString(),
    })),
  });
}

const groups = (world: AlertsWorld): Promise<readonly AlertGroup[]> => world.alerts.listOpen({ limit: 50 });
async function members(world: AlertsWorld): Promise<Alert[]> {
  const all = await Promise.all((await groups(world)).map(({ id }) => world.store.alerts.listMembers(id, 50)));
  return all.flat();
}
const wanted = async (world: AlertsWorld, kind: string) =>
  (await world.store.messages.listDue(new Date(world.now()), 500)).filter((message) => message.kind === kind);

describe('what senders say, in whatever order', () => {
  it('the same body from two Alertmanagers is one alert; from two senders with equal labels it is two', async () => {
    const two = { name: 'second', type: 'alertmanager', token: createSecret(TOKEN) };
    const world = await openAlertsWorld({ sources: { second: two } });
    await Promise.all([
      world.send('alertmanager', body({ name: 'Down' })),
      world.send('alertmanager', body({ name: 'Down' })),
      world.send('second', body({ name: 'Down' })),
    ]);
    const all = await members(world);
    expect(all.map(({ source, counts }) => `${source} ${counts.seen}`).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'alertmanager 2',
      'second 1',
    ]);
  });

  it('an end and a new begin that come in one body are both kept; what fires is the newest', async () => {
    const world = await openAlertsWorld();
    const both = body({ name: 'Down', status: 'resolved' }, { name: 'Down', startsAt: START + MINUTE });
    expect(await world.send('alertmanager', both)).toMatchObject({ status: 200 });
    expect((await members(world)).map(({ state }) => state)).toEqual(['firing']);
  });

  it('a body that is cut resolves only what it lists', async () => {
    const world = await openAlertsWorld();
    await world.send('alertmanager', body({ name: 'A', group: 'g' }, { name: 'B' }));
    await world.send('alertmanager', body({ name: 'A', group: 'g', status: 'resolved', truncatedAlerts: 7 }));
    expect((await members(world)).map(({ title, state }) => `${title} ${state}`)).toEqual(['B firing', 'A resolved']);
    expect((await groups(world))[0]).toMatchObject({ open: 1, total: 2, unlisted: 7 });
  });

  it('resolved before it was heard of is kept and not shown; an overtaken word changes nothing', async () => {
    const world = await openAlertsWorld();
    await world.send('alertmanager', body({ name: 'Early', status: 'resolved' }));
    await world.send('alertmanager', body({ name: 'Early' }));
    expect(await groups(world)).toEqual([]);
    expect(await wanted(world, 'alert')).toEqual([]);
    world.forward(2 * MINUTE);
    await world.send('alertmanager', body({ name: 'Early' }));
    expect(await groups(world)).toHaveLength(1);
  });

  it('a delivery that GitHub sends twice is taken once', async () => {
    const world = await openAlertsWorld();
    const run = {
      workflow_run: { conclusion: 'failure', workflow_id: 1, name: 'ci' },
      repository: { full_name: 'a/b' },
    };
    const headers = { authorization: `Bearer ${TOKEN}`, 'x-github-delivery': 'one' };
    await world.send('github', JSON.stringify(run), { headers });
    await world.send('github', JSON.stringify(run), { headers });
    expect((await members(world))[0]?.counts.seen).toBe(1);
  });

  it('what joins a critical message is told in the thread, where the channel sees it; once', async () => {
    const world = await openAlertsWorld();
    await world.send('alertmanager', body({ name: 'A', group: 'g' }));
    expect(await wanted(world, 'alert_news')).toEqual([]);
    await world.send(
      'alertmanager',
      body({ name: 'A', group: 'g' }, { name: 'B' }, { name: 'Minor', severity: 'info' }),
    );
    await world.send('alertmanager', body({ name: 'A', group: 'g' }, { name: 'B' }));
    const news = await wanted(world, 'alert_news');
    expect(news.map(({ body: said }) => (said as { text: string }).text)).toEqual([
      'Critical, and new in this group: B',
    ]);
  });
});

describe('what time does', () => {
  it('an alert without news is stale, not resolved, and fires again with the next word', async () => {
    const world = await openAlertsWorld();
    const match = JSON.stringify({ '@timestamp': '2026-11-21T11:59:00Z', key: 'prod-1', count: 0 });
    const headers = { authorization: `Bearer ${TOKEN}`, 'x-elastalert-rule': 'too quiet' };
    await world.send('elastalert', match, { headers });
    world.forward(59 * MINUTE);
    await world.look();
    expect((await members(world))[0]?.state).toBe('firing');
    world.forward(2 * MINUTE);
    await world.look();
    expect((await members(world))[0]?.state).toBe('stale');
    expect(await groups(world)).toHaveLength(1);
    await world.send('elastalert', match, { headers });
    expect((await members(world))[0]?.state).toBe('firing');
  });

  it('what nobody takes is told to more people, step by step, each once; what somebody takes is not', async () => {
    const escalation = [
      { afterMs: 5 * MINUTE, mention: ['S0ONCALL'] },
      { afterMs: 15 * MINUTE, mention: ['U0MINA'], webhook: 'https://pager.example/x' },
    ];
    const world = await openAlertsWorld({ escalation }, () => ({ status: 200, text: '' }));
    await world.send('alertmanager', body({ name: 'Down' }));
    await world.send('alertmanager', body({ name: 'Minor', severity: 'warning' }));
    for (const minutes of [4, 2, 1, 9, 1]) {
      world.forward(minutes * MINUTE);
      await world.look();
    }
    const news = await wanted(world, 'alert_news');
    expect(news.map(({ body: said }) => (said as { mention: string[] }).mention)).toEqual([['S0ONCALL'], ['U0MINA']]);
    expect(world.calls).toHaveLength(1);
    expect(world.calls[0]).toMatchObject({
      url: 'https://pager.example/x',
      json: { title: 'Down', severity: 'critical' },
    });

    const quiet = await openAlertsWorld({ escalation });
    await quiet.send('alertmanager', body({ name: 'Down' }));
    await quiet.alerts.acknowledge((await groups(quiet))[0]?.id ?? 'grp_', jin);
    quiet.forward(20 * MINUTE);
    await quiet.look();
    expect(await wanted(quiet, 'alert_news')).toEqual([]);
    quiet.forward(11 * MINUTE);
    await quiet.look();
    await quiet.look();
    expect((await wanted(quiet, 'alert_news')).map(({ body: said }) => said)).toMatchObject([{ mention: ['U0JIN'] }]);
  });

  it('the watchdog that stops barking is an alert; when it barks again, that is over', async () => {
    const match = [findMatcher('alertname="Watchdog"') ?? { name: '', op: '=' as const, value: '' }];
    const world = await openAlertsWorld({ watchdogs: [{ name: 'Prometheus', match, everyMs: 5 * MINUTE }] });
    const bark = (): Promise<unknown> => world.send('alertmanager', body({ name: 'Watchdog', severity: 'none' }));
    await bark();
    await world.look();
    expect(await groups(world)).toEqual([]);
    world.forward(4 * MINUTE);
    await bark();
    world.forward(4 * MINUTE);
    await world.look();
    expect(await groups(world)).toEqual([]);
    world.forward(2 * MINUTE);
    await world.look();
    await world.look();
    expect((await groups(world)).map(({ title, worst }) => [title, worst])).toEqual([
      ['No sign of life from Prometheus', 'critical'],
    ]);
    await bark();
    expect(await groups(world)).toEqual([]);
  });

  it('a bot that was down itself begins to count when it is started', async () => {
    const match = [findMatcher('alertname="Watchdog"') ?? { name: '', op: '=' as const, value: '' }];
    const watchdogs = [{ name: 'Prometheus', match, everyMs: 5 * MINUTE }];
    const world = await openAlertsWorld({ watchdogs });
    await world.send('alertmanager', body({ name: 'Watchdog', severity: 'none' }));
    world.forward(60 * MINUTE);
    const config = world.inventory.alerts ?? { sources: {}, routes: [], hosts: {} };
    const anew = { config, store: world.store.alerts, texts: catalogues.en };
    const restarted = createWatchdogs({ ...anew, startedAt: world.now() });
    expect(await restarted.findSilent(new Date(world.now() + 4 * MINUTE))).toEqual([]);
    expect(await restarted.findSilent(new Date(world.now() + 6 * MINUTE))).toHaveLength(1);
  });

  it('acknowledging twice tells who was first; what is over cannot be taken', async () => {
    const world = await openAlertsWorld();
    await world.send('alertmanager', body({ name: 'Down' }));
    const id = (await groups(world))[0]?.id ?? 'grp_';
    await world.alerts.acknowledge(id, jin);
    await expect(world.alerts.acknowledge(id, { person: 'mina', via: 'slack' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('jin'),
    });
    await world.send('alertmanager', body({ name: 'Down', status: 'resolved' }));
    await expect(world.alerts.acknowledge(id, jin)).rejects.toMatchObject({ code: 'conflict' });
  });
});
