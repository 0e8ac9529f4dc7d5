import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Alert, AlertGroup } from '../../src/core/alert.ts';
import { alertIndex, groupIndex, type AlertChange, type AlertsKnown } from '../../src/core/alert-store.ts';
import { newAlertGroupId, newAlertId, newStormId } from '../../src/core/ids.ts';
import type { Store } from '../../src/core/store.ts';
import type { StoreSetup } from './store.contract.ts';

const at = new Date('2026-11-21T03:00:00.000Z');
const now = at.getTime();

function newAlert(key: string, overrides: Partial<Alert> = {}): Alert {
  return {
    id: newAlertId(at),
    source: 'prometheus',
    key,
    status: 'firing',
    severity: 'critical',
    title: '디스크 가득 🔥',
    labels: { host: 'kim' },
    annotations: {},
    values: { bytes: '9007199254740993' },
    links: {},
    episode: String(now),
    state: 'firing',
    startsAt: now,
    isStartKnown: true,
    receivedAt: now,
    lastSeenAt: now,
    changedAt: now,
    counts: { seen: 1, flaps: 0 },
    ...overrides,
  };
}

function newGroup(key: string, overrides: Partial<AlertGroup> = {}): AlertGroup {
  return {
    id: newAlertGroupId(at),
    source: 'prometheus',
    key,
    isSenders: true,
    channel: 'C0ALERTS',
    title: 'Disk full',
    runbooks: [],
    total: 1,
    open: 1,
    flaps: 0,
    unlisted: 0,
    worst: 'critical',
    createdAt: now,
    updatedAt: now,
    ...overrides,
  };
}

/** What every store promises of alerts. */
export function testAlerts(name: string, setup: StoreSetup): void {
  describe(`${name} store of alerts`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await setup.open();
    });
    afterEach(async () => {
      await store.close();
      await setup.cleanUp();
    });

    /** Writes a change, and gives what was known before. */
    async function record(change: Partial<AlertChange>, keys: string[] = [], deliveryId = 'd'): Promise<AlertsKnown> {
      let seen: AlertsKnown | undefined;
      const lookup = {
        keys: keys.map((key) => ({ source: 'prometheus', key })),
        groups: keys.map((key) => ({ channel: 'C0ALERTS', key })),
        deliveries: [{ source: 'prometheus', deliveryId }],
      };
      await store.alerts.record(lookup, at, (known) => {
        seen = known;
        return { audit: [], messages: [], ...change };
      });
      if (!seen) throw new Error('nothing was decided');
      return seen;
    }

    it('gives back alerts and groups as they were stored, with numbers as numbers', async () => {
      const group = newGroup('disk');
      const alert = newAlert('disk', { group: group.id, staleAfterMs: 60_000, service: 'nextuse' });
      const raw = {
        ...{ id: 'raw_1', source: 'prometheus', receivedAt: now, deliveryId: 'd' },
        ...{ body: new Uint8Array([0, 1, 255, 0]), sizeBytes: 9, outcome: 'read' },
      };
      const before = await record({ alerts: [alert], groups: [group], deliveries: [raw] }, ['disk']);
      expect(before.channels.get('C0ALERTS')).toEqual({ newGroups: 0, unsent: 0 });
      store = await setup.reopen(store);
      expect(await store.alerts.findAlert('prometheus', 'disk')).toEqual(alert);
      expect(await store.alerts.findGroup(group.id)).toEqual(group);
      expect(await store.alerts.countMembers(group.id)).toEqual({ states: { firing: 1 } });
      const after = await record({}, ['disk']);
      expect(after.alerts.get(alertIndex('prometheus', 'disk'))).toEqual(alert);
      expect(after.groups.get(groupIndex('C0ALERTS', 'disk'))).toEqual(group);
      expect(after.channels.get('C0ALERTS')).toEqual({ newGroups: 1, unsent: 0 });
      expect([...after.deliveries]).toEqual([alertIndex('prometheus', 'd')]);
    });

    it('finds the newest occurrence, counts what is seen again, and moves what is due', async () => {
      const group = newGroup('disk');
      const first = newAlert('disk', { group: group.id, state: 'resolved', status: 'resolved' });
      await record({ alerts: [first], groups: [group] }, ['disk']);
      const second = newAlert('disk', { group: group.id, staleAfterMs: 60_000 });
      await record({ alerts: [second] }, ['disk']);
      expect((await store.alerts.findAlert('prometheus', 'disk'))?.id).toBe(second.id);
      await record({ seen: [{ id: second.id, at: now + 30_000 }] });
      expect(await store.alerts.findAlert('prometheus', 'disk')).toMatchObject({
        lastSeenAt: now + 30_000,
        counts: { seen: 2 },
      });
      expect((await store.alerts.listDue(new Date(now + 89_999), 9)).stale).toEqual([]);
      const late = now + 90_000;
      expect((await store.alerts.listDue(new Date(late), 9)).stale).toEqual([group.id]);
      await record({ move: { group: group.id, from: ['firing'], to: 'stale', staleBy: late } });
      expect(await store.alerts.countMembers(group.id)).toEqual({ states: { stale: 1, resolved: 1 } });
      expect((await store.alerts.listMembers(group.id, 9)).map(({ id }) => id)).toEqual([second.id, first.id]);
      expect((await store.alerts.listOpen({ limit: 9 })).map(({ id, open }) => [id, open])).toEqual([[group.id, 1]]);
    });

    it('takes whatever characters senders use in their keys', async () => {
      for (const key of ["it's \u0000 odd", '한국어 "key" %', '\\', 'a'.repeat(3_000), '\uD800']) {
        const alert = newAlert(key);
        await record({ alerts: [alert], groups: [newGroup(key)] }, [key]);
        expect((await record({}, [key])).alerts.get(alertIndex('prometheus', key))).toEqual(alert);
      }
    });

    it('lets two decisions about one new key come one after the other', async () => {
      const decideOnce = (): Promise<void> =>
        store.alerts.record({ keys: [{ source: 'prometheus', key: 'k' }], groups: [], deliveries: [] }, at, (known) => {
          const seen = known.alerts.get(alertIndex('prometheus', 'k'));
          return seen
            ? { seen: [{ id: seen.id, at: now }], audit: [], messages: [] }
            : { alerts: [newAlert('k')], audit: [], messages: [] };
        });
      await Promise.all(Array.from({ length: 8 }, decideOnce));
      expect((await store.alerts.findAlert('prometheus', 'k'))?.counts.seen).toBe(8);
    });

    it('keeps a storm in its order, until it is quiet', async () => {
      const storm = { id: newStormId(at), channel: 'C0ALERTS', count: 12, ownMessages: 0, startedAt: now, grewAt: now };
      const alerts = Array.from({ length: 12 }, (_, place) =>
        newAlert(`k${place}`, { storm: { id: storm.id, place } }),
      );
      await record({ storms: [storm], alerts: alerts.toReversed() }, ['k1']);
      expect((await record({}, ['k1'])).channels.get('C0ALERTS')?.storm).toEqual(storm);
      expect((await store.alerts.listStorm(storm.id, 9, 9)).map(({ key }) => key)).toEqual(['k9', 'k10', 'k11']);
      expect(await store.alerts.listQuietStorms(at)).toEqual([storm]);
      const messages = [{ key: `${storm.id}/storm`, kind: 'storm' as const, channel: 'C0ALERTS', priority: 1 }];
      await store.alerts.updateStorm(storm.id, at, (seen) => ({ storm: { ...seen, endedAt: now }, messages }));
      expect(await store.alerts.listQuietStorms(at)).toEqual([]);
      await store.messages.want([{ key: `${storm.id}/storm`, kind: 'storm', channel: 'C0ALERTS', priority: 3 }], at);
      expect(await store.messages.find(`${storm.id}/storm`)).toMatchObject({ priority: 1, wantedVersion: 2 });
    });
  });
}
