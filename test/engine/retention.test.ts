import { mkdtemp, rm } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Retention } from '../../src/core/retention.ts';
import { createRetention } from '../../src/engine/retention.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { keep } from '../../src/engine/kept-outputs.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { newRun } from '../store/store.contract.ts';
import { openAlertsWorld, type AlertsWorld } from '../alerts/alerts-world.ts';
import { createExampleInventory } from '../support/example-inventory.ts';
import { createQuietLog } from '../support/quiet-log.ts';

const DAY = 86_400_000;
const jin = { person: 'jin', slackId: 'U0JIN', via: 'slack' as const };

const say = (world: AlertsWorld, name: string, status = 'firing') =>
  world.send(
    'alertmanager',
    JSON.stringify({ version: '4', status, alerts: [{ status, labels: { alertname: name }, annotations: {} }] }),
  );

function retain(world: Pick<AlertsWorld, 'store' | 'now'>, retention: Retention) {
  const counted: Record<string, number> = {};
  const pauses: number[] = [];
  const clock = {
    now: () => new Date(world.now()),
    async sleep(ms: number) {
      pauses.push(ms);
    },
  };
  const metrics = {
    ...createMetrics(),
    deleted({ what, count }: { what: string; count: number }) {
      counted[what] = (counted[what] ?? 0) + count;
    },
  };
  const inventory = { ...createExampleInventory(), retention };
  const { pass } = createRetention({ store: world.store, inventory, clock, log: createQuietLog(), metrics });
  return { pass, counted, pauses };
}

/** Slack has everything. */
async function deliverAll({ store, now }: AlertsWorld): Promise<void> {
  for (const { key, wantedVersion } of await store.messages.listDue(new Date(now()), 5_000)) {
    await store.messages.patch(key, { deliveredVersion: wantedVersion, ts: '1.1' });
  }
}

const firstKey = async ({ store }: AlertsWorld, name: string): Promise<boolean> =>
  (await store.alerts.listOpen({ limit: 50 })).some(({ title }) => title === name);

it('deletes what is old and over, and nothing that fires, is silenced, or is not in Slack yet', async () => {
  const world = await openAlertsWorld();
  for (const name of ['Over', 'Silenced', 'Fires']) await say(world, name);
  const silenced = (await world.alerts.listOpen({ limit: 9 })).find(({ title }) => title === 'Silenced');
  const id = silenced?.id ?? 'grp_';
  await world.alerts.silence(id, { actor: jin, forMs: 400 * DAY });
  await say(world, 'Over', 'resolved');
  await say(world, 'Silenced', 'resolved');
  await say(world, 'Unheard', 'resolved');
  await deliverAll(world);
  await say(world, 'Unsent');
  await say(world, 'Unsent', 'resolved');
  const { pass, counted } = retain(world, { rawBodies: 14 * DAY, alerts: 180 * DAY });
  world.forward(179 * DAY);
  await pass();
  expect(counted).toEqual({ rawBodies: 8, alerts: 0 });
  world.forward(2 * DAY);
  await pass();
  expect(counted).toEqual({ rawBodies: 8, alerts: 2 });
  expect(await firstKey(world, 'Fires')).toBe(true);
  expect(await world.store.alerts.findGroup(id)).toMatchObject({ title: 'Silenced' });
  const waiting = await world.store.messages.listDue(new Date(world.now()), 50);
  expect(waiting.map(({ kind }) => kind)).toEqual(['alert']);
  await deliverAll(world);
  world.forward(300 * DAY);
  await pass();
  expect(counted['alerts']).toBe(4);
  expect(await world.store.alerts.findGroup(id)).toBeUndefined();
  expect(await firstKey(world, 'Fires')).toBe(true);
});

it('tells the trail once a day how much, also what was deleted before a crash', async () => {
  const world = await openAlertsWorld();
  const told = async () =>
    (await world.store.audit.list({ act: 'retention.applied', limit: 9 })).map(({ details }) => details);
  await say(world, 'Old');
  world.forward(20 * DAY);
  const { pass } = retain(world, { rawBodies: 14 * DAY });
  const now = new Date(world.now());
  await world.store.retention.delete('rawBodies', { before: now, now, limit: 10 });
  await pass();
  expect(await told()).toEqual([{ deleted: { rawBodies: 1, alerts: 0, outputs: 0 } }]);
  for (let n = 0; n < 3; n++) await say(world, 'Old');
  await world.store.retention.delete('rawBodies', { before: new Date(world.now() + 1), now, limit: 10 });
  await pass();
  expect(await told()).toHaveLength(1);
  world.forward(DAY);
  await pass();
  await pass();
  expect((await told())[0]).toEqual({ deleted: { rawBodies: 3, alerts: 0, outputs: 0 } });
  expect(await told()).toHaveLength(2);
});

it('deletes in short pieces with pauses between them, and the space is used again', { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'watchkeeper-retention-'));
  const file = join(folder, 'a.db');
  const store = await openSqliteStore(file);
  const at = Date.parse('2026-11-21T12:00:00Z');
  const fill = (from: string) =>
    store.alerts.record({ keys: [], groups: [], deliveries: [] }, new Date(at), () => ({
      deliveries: Array.from({ length: 1_000 }, (_, n) => ({
        id: `dlv_${from}${n}`,
        source: 'x',
        receivedAt: at,
        body: new Uint8Array(20_000).fill(n % 256),
        sizeBytes: 20_000,
        outcome: 'read',
      })),
      audit: [],
      messages: [],
    }));
  await fill('a');
  const { pass, counted, pauses } = retain({ store, now: () => at + 15 * DAY }, { rawBodies: 14 * DAY });
  const longest: number[] = [];
  const { delete: deleteOld } = store.retention;
  store.retention.delete = async (...args) => {
    const begun = performance.now();
    const deleted = await deleteOld(...args);
    longest.push(performance.now() - begun);
    return deleted;
  };
  const pages = (): number => {
    const database = new DatabaseSync(file, { readOnly: true });
    const row = database.prepare('pragma page_count').get();
    database.close();
    return Number(row?.['page_count']);
  };
  const full = pages();
  await pass();
  expect(counted).toEqual({ rawBodies: 1_000 });
  expect(pauses).toHaveLength(10);
  expect(Math.max(...longest)).toBeLessThan(1_000);
  await fill('b');
  expect(pages()).toBeLessThan(full * 1.05);
  await store.close();
  await rm(folder, { recursive: true });
});

it('empties an output and keeps its digest; not while its run goes on, nor when it was printed again since', async () => {
  const world = await openAlertsWorld();
  const { kept, digest } = keep([{ title: 'docker ps', text: 'jin-gateway Up 3 days' }]);
  const { store } = world;
  const run = newRun({ createdAt: world.now() });
  await store.runs.create(run, { isLocking: true, audit: [], messages: [] });
  const print = () => store.runs.update(run.id, new Date(world.now()), () => ({ audit: [], ...kept }));
  await print();
  const { pass, counted } = retain(world, { outputs: 365 * DAY });
  world.forward(366 * DAY);
  await pass();
  expect(counted['outputs']).toBe(0);
  await store.runs.update(run.id, new Date(world.now()), () => ({ run: { status: 'failed' }, audit: [] }));
  await print();
  await pass();
  expect(counted['outputs']).toBe(0);
  world.forward(366 * DAY);
  await pass();
  expect(await store.audit.findOutput(digest.outputs ?? '')).toEqual({
    digest: digest.outputs,
    outputs: [],
    expiredAt: world.now(),
  });
  await print();
  expect(await store.audit.findOutput(digest.outputs ?? '')).toMatchObject({
    digest: digest.outputs,
    ...kept.outputs?.[0],
  });
});
