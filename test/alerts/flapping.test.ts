import { describe, expect, it } from 'vitest';
import type { Alert, AlertGroup } from '../../src/core/alert.ts';
import type { Message } from '../../src/core/message.ts';
import { openAlertsWorld, START, type AlertsWorld } from './alerts-world.ts';

const MINUTE = 60_000;
const jin = { person: 'jin', slackId: 'U0JIN', via: 'slack' as const };
const mina = { person: 'mina', slackId: 'U0MINA', via: 'slack' as const };

function say(world: AlertsWorld, status: 'firing' | 'resolved', { name = 'LinkDown', severity = 'critical' } = {}) {
  const alert = { status, labels: { alertname: name, severity, service: 'nextuse' }, annotations: {} };
  // Without a begin, as some senders have it: each change is one word.
  return world.send('alertmanager', JSON.stringify({ version: '4', status, alerts: [alert] }));
}

/** So many changes, one a minute, after it fired. */
async function flap(world: AlertsWorld, changes: number): Promise<void> {
  await say(world, 'firing');
  for (let change = 1; change <= changes; change++) {
    world.forward(MINUTE);
    await say(world, change % 2 === 1 ? 'resolved' : 'firing');
  }
}

async function groupOf(world: AlertsWorld): Promise<AlertGroup> {
  const alert = await alertOf(world);
  const group = alert.group && (await world.store.alerts.findGroup(alert.group));
  if (!group) throw new Error('no group');
  return group;
}
async function alertOf(world: AlertsWorld): Promise<Alert> {
  const [open] = await world.alerts.listOpen({ limit: 5 });
  const [first] = open ? await world.store.alerts.listMembers(open.id, 5) : [];
  const known = first && (await world.store.alerts.findAlert('alertmanager', first.key));
  if (!known) throw new Error('nothing is open');
  return known;
}
async function wanted(world: AlertsWorld, kind: string): Promise<readonly Message[]> {
  const all = await world.store.messages.listDue(new Date(world.now()), 500);
  return all.filter((message) => message.kind === kind);
}
const textOf = ({ body }: Message): string => (body as { text: string }).text;

/** As the bot does it: a look every so often. */
async function watchFor(world: AlertsWorld, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    world.forward(MINUTE);
    await world.look();
  }
}

describe('an alert that comes and goes', () => {
  it('flaps with its fourth change in a quarter of an hour, and not with the third', async () => {
    const world = await openAlertsWorld();
    await flap(world, 3);
    const id = (await world.store.messages.listDue(new Date(world.now()), 5))[0]?.key.split('/', 1)[0];
    expect(await world.alerts.listOpen({ limit: 5 })).toEqual([]);
    world.forward(MINUTE);
    await say(world, 'firing');
    expect(await alertOf(world)).toMatchObject({ state: 'flapping', status: 'firing', counts: { flaps: 2 } });
    expect((await groupOf(world)).id).toBe(id);
  });

  it('does not flap when its changes are spread over more than that, however many there were', async () => {
    const world = await openAlertsWorld();
    await say(world, 'firing');
    for (let change = 1; change <= 12; change++) {
      world.forward(5 * MINUTE + 1);
      await say(world, change % 2 === 1 ? 'resolved' : 'firing');
    }
    expect((await alertOf(world)).state).toBe('reopened');
    expect(await wanted(world, 'alert_digest')).toEqual([]);
  });

  it('is one message: what it does is told together in the thread, and at its end', async () => {
    const world = await openAlertsWorld();
    await flap(world, 4);
    const before = (await wanted(world, 'alert_news')).length;
    for (let change = 5; change <= 11; change++) {
      world.forward(MINUTE);
      await say(world, change % 2 === 1 ? 'resolved' : 'firing');
      await world.look();
    }
    expect(await wanted(world, 'alert')).toHaveLength(1);
    expect(await wanted(world, 'alert_news')).toHaveLength(before);
    const [digest, ...more] = await wanted(world, 'alert_digest');
    expect(more).toEqual([]);
    expect(digest && textOf(digest)).toBe('Changed 9 times in 8 m: firing 4 m, resolved 4 m; last: resolved 21:09 KST');
    expect(await alertOf(world)).toMatchObject({ state: 'flapping', status: 'resolved' });
    await watchFor(world, 16);
    const told = (await wanted(world, 'alert_digest')).map(textOf);
    expect(told).toHaveLength(3);
    expect(told.at(-1)).toBe(
      'Changed 11 times in 25 m: firing 5 m, resolved 20 m; last: resolved 21:11 KST · unchanged for 15 m, no longer flapping',
    );
    expect(await world.alerts.listOpen({ limit: 5 })).toEqual([]);
    const group = await world.store.alerts.findGroup(digest?.key.split('/', 1)[0] as AlertGroup['id']);
    expect(group).toMatchObject({ open: 0, resolvedAt: START + 11 * MINUTE });
    expect(group?.flapping).toBeUndefined();
  });

  it('that fires on in the end is firing, and the channel is told', async () => {
    const world = await openAlertsWorld();
    await flap(world, 4);
    await watchFor(world, 14);
    expect((await alertOf(world)).state).toBe('flapping');
    const before = (await wanted(world, 'alert_news')).length;
    await watchFor(world, 2);
    expect((await alertOf(world)).state).toBe('firing');
    const news = await wanted(world, 'alert_news');
    expect(news).toHaveLength(before + 1);
    expect(news.map(textOf).at(-1)).toContain('last: firing');
    const [entry] = await world.store.audit.list({ limit: 1 });
    expect(entry).toMatchObject({
      act: 'alert.calmed',
      details: { alerts: [[expect.any(String), 'flapping', 'firing']] },
    });
  });

  it('begins to flap again only with four more changes', async () => {
    const world = await openAlertsWorld();
    await flap(world, 4);
    await watchFor(world, 16);
    await say(world, 'resolved');
    world.forward(MINUTE);
    await say(world, 'firing');
    expect((await alertOf(world)).state).toBe('reopened');
  });

  it('calls more people once, and only in a moment in which it fires', async () => {
    const world = await openAlertsWorld({ escalation: [{ afterMs: 5 * MINUTE, mention: ['S0ONCALL'] }] });
    await flap(world, 5);
    const calls = async () =>
      (await wanted(world, 'alert_news')).filter(({ body }) => (body as { mention: string[] }).mention.length > 0);
    await watchFor(world, 2);
    expect(await calls()).toEqual([]);
    await say(world, 'firing');
    await world.look();
    expect(await calls()).toHaveLength(1);
    for (let change = 0; change < 10; change++) {
      await say(world, change % 2 === 0 ? 'resolved' : 'firing');
      await watchFor(world, 1);
    }
    await watchFor(world, 20);
    expect((await alertOf(world)).state).toBe('firing');
    expect(await calls()).toHaveLength(1);
  });

  it('can be taken while it flaps, once, and is acknowledged when it fires on', async () => {
    const world = await openAlertsWorld({ escalation: [{ afterMs: 5 * MINUTE, mention: ['S0ONCALL'] }] });
    await flap(world, 4);
    const { id } = await groupOf(world);
    await world.alerts.acknowledge(id, jin);
    await expect(world.alerts.acknowledge(id, mina)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('jin'),
    });
    world.forward(MINUTE);
    await say(world, 'resolved');
    world.forward(MINUTE);
    await say(world, 'firing');
    expect(await alertOf(world)).toMatchObject({ state: 'flapping' });
    await watchFor(world, 16);
    expect((await alertOf(world)).state).toBe('acknowledged');
    const called = (await wanted(world, 'alert_news')).flatMap(({ body }) => (body as { mention: string[] }).mention);
    expect(called).toEqual([]);
  });

  it('is silent while silenced, whatever it does, and is what it is afterwards', async () => {
    const world = await openAlertsWorld();
    await flap(world, 4);
    const { id } = await groupOf(world);
    await world.alerts.silence(id, { actor: jin, forMs: 60 * MINUTE });
    expect((await alertOf(world)).state).toBe('silenced');
    const news = (await wanted(world, 'alert_news')).length;
    for (let change = 1; change <= 8; change++) {
      world.forward(MINUTE);
      await say(world, change % 2 === 1 ? 'resolved' : 'firing');
      await world.look();
    }
    expect((await alertOf(world)).state).toBe('silenced');
    expect(await wanted(world, 'alert_news')).toHaveLength(news);
    expect(await wanted(world, 'alert_digest')).toEqual([]);
    await watchFor(world, 60);
    expect((await alertOf(world)).state).toBe('firing');
  });

  it('that is resolved in the moment in which it is silenced is resolved, and silent when it comes back', async () => {
    const world = await openAlertsWorld();
    await flap(world, 5);
    const { id } = await groupOf(world);
    await world.alerts.silence(id, { actor: jin, forMs: 60 * MINUTE });
    expect(await world.store.alerts.findGroup(id)).toMatchObject({ open: 0 });
    world.forward(MINUTE);
    await say(world, 'firing');
    expect((await alertOf(world)).state).toBe('silenced');
  });

  it('keeps the times of its changes in the database, where the next start finds them', async () => {
    const world = await openAlertsWorld();
    await flap(world, 2);
    expect((await alertOf(world)).changes).toEqual([
      { at: START + MINUTE, status: 'resolved' },
      { at: START + 2 * MINUTE, status: 'firing' },
    ]);
  });
});
