import { expect, test } from 'vitest';
import { createAlerts } from '../../src/alerts/alerts.ts';
import { toFingerprint } from '../../src/alerts/fingerprint.ts';
import type { Actor } from '../../src/core/actor.ts';
import { createSecret } from '../../src/core/secret.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { alertSources } from '../support/alert-bodies.ts';
import { openDeliveryWorld, waitUntil, type DeliveryWorld } from './delivery-world.ts';
import { inventory } from './sample-run.ts';

const COUNT = 120;
const request = { source: 'prometheus', headers: { authorization: 'Bearer token' }, query: {}, subpath: '' };
const jin: Actor = { person: 'jin', slackId: 'U0JIN', via: 'slack' };

const labelsOf = (n: number) => ({ alertname: `Storm${n}`, severity: 'warning', instance: `host-${n}:9100` });

function body(numbers: readonly number[], status: 'firing' | 'resolved' = 'firing'): Buffer {
  const alerts = numbers.map((n) => ({
    status,
    labels: labelsOf(n),
    startsAt: '2026-11-21T11:52:11.682Z',
  }));
  return Buffer.from(JSON.stringify({ version: '4', status, groupLabels: {}, alerts }));
}

/** A storm of distinct alerts, all of them posted. */
async function openStorm() {
  const world = await openDeliveryWorld({ rates: 'off' });
  const source = { name: 'prometheus', type: 'alertmanager', token: createSecret('token') };
  const { door, alerts, watch } = createAlerts({
    inventory: {
      ...inventory,
      services: {},
      hosts: {},
      alerts: { sources: { prometheus: source }, routes: [], hosts: {} },
    },
    sources: alertSources,
    store: world.store,
    secrets: new Map(),
    findLink: async () => undefined,
    probePrimary: () => Promise.reject(new Error('no primary was to be asked')),
    isElsewhere: async () => false,
    runbooks: () => [],
    http: { send: () => Promise.reject(new Error('nobody was to be asked')) },
    requireOperator: async () => {},
    texts: catalogues.en,
    clock: world.clock,
    log: world.log,
    onMessages: () => world.delivery.wake(),
  });
  const send = async (numbers: readonly number[], status?: 'resolved'): Promise<void> => {
    const { status: code } = await door.accept(request, body(numbers, status), { isCut: false });
    expect(code).toBe(200);
  };
  const shown = (): Promise<void> =>
    waitUntil(async () => {
      world.clock.forward('4s');
      await watch.look();
      return (await world.store.messages.oldestUndelivered()) === undefined;
    }, 'everything shown');
  await send(Array.from({ length: COUNT }, (_, n) => n));
  await shown();
  return { world, alerts, send, shown };
}

const channel = ({ slack }: DeliveryWorld) => slack.channel('C0INCIDENTS');
const card = (world: DeliveryWorld) => channel(world).messages.find(({ plain }) => plain.includes('Alert storm'));
const lineOf = (world: DeliveryWorld, n: number): string | undefined =>
  channel(world)
    .thread(card(world)?.ts ?? '')
    .flatMap(({ plain }) => plain.split('\n'))
    .find((line) => line.includes(`Storm${n} `));
const updates = ({ slack }: DeliveryWorld): number =>
  slack.calls.filter(({ method }) => method === 'chat.update').length;

test('what is resolved after it was listed is resolved in its line, by few calls', { timeout: 60_000 }, async () => {
  const { world, send, shown } = await openStorm();
  const listed = Array.from({ length: COUNT }, (_, n) => n).filter((n) => lineOf(world, n) !== undefined);
  expect(listed.length).toBeGreaterThan(100);
  const [first = 0, second = 0, third = 0] = listed;
  expect(lineOf(world, first)).toContain('(Warning)');
  const before = updates(world);
  await send([first], 'resolved');
  await send([second], 'resolved');
  await send([third], 'resolved');
  await shown();
  expect(lineOf(world, first)).toContain('(resolved)');
  expect(lineOf(world, third)).toContain('(resolved)');
  expect(lineOf(world, listed[4] ?? 0)).toContain('(Warning)');
  expect(card(world)?.plain).toContain('107 not resolved');
  // The card and one page.
  expect(updates(world) - before).toBeLessThanOrEqual(4);
});

test('somebody takes all of it with one click: card, lines and trail say who', { timeout: 60_000 }, async () => {
  const { world, alerts, shown } = await openStorm();
  expect(card(world)?.plain).toContain('[Acknowledge all]');
  const listed = await world.store.alerts.findAlert('prometheus', toFingerprint(labelsOf(50)));
  const id = listed?.storm?.id;
  if (!id) throw new Error('no storm');
  await alerts.acknowledgeStorm(id, jin);
  await shown();
  expect(lineOf(world, 50)).toContain('(acknowledged)');
  expect(card(world)?.plain).toContain('Acknowledged by');
  expect(card(world)?.plain).not.toContain('[Acknowledge all]');
  await expect(alerts.acknowledgeStorm(id, jin)).rejects.toMatchObject({ code: 'conflict' });
  const [entry] = await world.store.audit.list({ act: 'alert.storm_acknowledged', limit: 1 });
  expect(entry).toMatchObject({ actor: 'jin', details: { storm: id } });
});
