import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { alertIndex, type AlertChange, type RawDelivery } from '../../src/core/alert-store.ts';
import { BEARER, openAlertsWorld, type AlertsWorld } from './alerts-world.ts';

const SECRET = 'hunter2hunter2';
const DSN = `postgres://app:${SECRET}@db/app`;

/** Bodies as they are kept, from here on. */
function watchDeliveries({ store }: AlertsWorld): RawDelivery[] {
  const kept: RawDelivery[] = [];
  const { record } = store.alerts;
  store.alerts.record = (lookup, now, decide) =>
    record(lookup, now, (known) => {
      const change: AlertChange = decide(known);
      kept.push(...(change.deliveries ?? []));
      return change;
    });
  return kept;
}

const groups = (world: AlertsWorld) => world.store.alerts.listOpen({ limit: 100 });

it('an alert whose name holds a secret is the same alert each time, and is shown without', async () => {
  const world = await openAlertsWorld();
  const body = JSON.stringify({ title: `cannot reach ${DSN}`, message: `token=${SECRET}`, dsn: DSN });
  for (let times = 0; times < 3; times++) await world.send('generic', body);
  await world.send('generic', body.replaceAll('db/app', 'db/other'));

  const open = await groups(world);
  expect(open.map(({ title }) => title).toSorted()).toEqual([
    'cannot reach postgres://app:[redacted]@db/app',
    'cannot reach postgres://app:[redacted]@db/other',
  ]);
  const members = await Promise.all(open.map(({ id }) => world.store.alerts.listMembers(id, 10)));
  const seen = members.flatMap((own) => own.map(({ counts }) => counts.seen));
  expect(seen.toSorted((a, b) => a - b)).toEqual([1, 3]);
  expect(JSON.stringify([open, members])).not.toContain(SECRET);

  await world.send('generic', JSON.stringify({ title: `cannot reach ${DSN}`, status: 'resolved' }));
  expect(await groups(world)).toHaveLength(1);
});

it('of several in one body, those of one name with a secret in it share one message', async () => {
  const world = await openAlertsWorld();
  const alerts = [1, 2, 3].map((n) => ({
    status: 'firing',
    labels: { alertname: 'Replica', dsn: DSN, instance: `db-${n}`, api_token: SECRET, severity: 'critical' },
    annotations: { summary: `lag of ${DSN}`, token: SECRET },
    generatorURL: `http://prometheus/graph?token=${SECRET}`,
  }));
  const body = { version: '4', status: 'firing', groupKey: `{}:{dsn="${DSN}"}`, groupLabels: { dsn: DSN }, alerts };
  await world.send('alertmanager', JSON.stringify(body));
  await world.send('alertmanager', JSON.stringify({ ...body, alerts: alerts.slice(0, 2) }));
  const [group, ...others] = await groups(world);
  expect([group?.total, others]).toEqual([3, []]);
  const members = group ? await world.store.alerts.listMembers(group.id, 10) : [];
  expect(members[0]).toMatchObject({
    labels: { dsn: 'postgres://app:[redacted]@db/app', api_token: '[redacted]' },
    annotations: { summary: 'lag of postgres://app:[redacted]@db/app', token: '[redacted]' },
  });
  expect(JSON.stringify([group, members])).not.toContain(SECRET);
});

it('a delivery whose id holds a secret is known again by it', async () => {
  const world = await openAlertsWorld();
  const deliveryId = `token=${SECRET}`;
  const repeats: boolean[] = [];
  for (const id of ['dlv_1', 'dlv_2']) {
    const lookup = { keys: [], groups: [], deliveries: [{ source: 'github', deliveryId }] };
    const delivery = { id, source: 'github', receivedAt: 0, deliveryId, body: new Uint8Array(), sizeBytes: 0 };
    await world.store.alerts.record(lookup, new Date(0), ({ deliveries }) => {
      repeats.push(deliveries.has(alertIndex('github', deliveryId)));
      return { audit: [], messages: [], deliveries: repeats.at(-1) ? [] : [{ ...delivery, outcome: DSN }] };
    });
  }
  expect(repeats).toEqual([false, true]);
});

it.each([
  ['JSON', { title: 'x', nested: { password: SECRET, text: DSN } }, {}],
  [
    'a form of JSON',
    `payload=${encodeURIComponent(JSON.stringify({ text: `down: ${DSN}` }))}`,
    { 'content-type': 'application/x-www-form-urlencoded' },
  ],
  [
    'a form',
    `title=down&token=${SECRET}&dsn=${encodeURIComponent(DSN)}`,
    { 'content-type': 'application/x-www-form-urlencoded' },
  ],
  ['plain text', `the database is down: password: ${SECRET}, ${DSN}`, {}],
  ['JSON that was cut', `{"title":"x","password":"${SECRET}","more":"`, {}],
])('the body is kept without it: %s', async (_, given, headers) => {
  const world = await openAlertsWorld();
  const kept = watchDeliveries(world);
  const body = typeof given === 'string' ? given : JSON.stringify(given);
  await world.send('generic', body, { headers: { ...BEARER, ...headers } });
  const [delivery] = kept;
  const text = gunzipSync(delivery?.body ?? new Uint8Array()).toString();
  expect(text).toMatch(/\[redacted\]|%5Bredacted%5D/);
  expect(decodeURIComponent(text)).not.toContain(SECRET);
  expect(delivery?.sizeBytes).toBe(Buffer.byteLength(body));
  if (typeof given !== 'string')
    expect(JSON.parse(text)).toMatchObject({ title: 'x', nested: { password: '[redacted]' } });
});
