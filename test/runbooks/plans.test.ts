import { describe, expect, it } from 'vitest';
import { dnsShow } from '../../runbooks/dns-show.ts';
import { failback } from '../../runbooks/failback.ts';
import { failover } from '../../runbooks/failover.ts';
import { standbyCheck } from '../../runbooks/standby-check.ts';
import { switchover } from '../../runbooks/switchover.ts';
import type { Inventory, ServiceConfig } from '../../src/core/inventory.ts';
import { canonicalJson } from '../../src/core/json.ts';
import type { PlannedStep } from '../../src/core/step.ts';
import { load, readExample } from '../config/example.ts';
import { createExampleInventory } from '../support/example-inventory.ts';

const runbooks = { dnsShow, failback, failover, standbyCheck, switchover };
const service = 'nextuse';
const types = (steps: readonly PlannedStep[]): string[] => steps.map(({ type }) => type);
const paramsOf = (steps: readonly PlannedStep[], type: string) =>
  steps.filter((step) => step.type === type).map(({ params }) => params);
const withSync = (one: ServiceConfig): ServiceConfig => ({
  ...one,
  ...(one.data && { data: { ...one.data, sync: { host: 'home', command: ['sync-to-standby'] } } }),
});

/** Everything optional left out. */
function createBareInventory(): Inventory {
  const full = createExampleInventory(({ data: _, marker: __, ...rest }) => {
    const bare = { containers: [], fence: { stop: [], commands: [] } };
    return { ...rest, vantage: [], primary: { ...rest.primary, ...bare }, standby: { ...rest.standby, ...bare } };
  });
  const hosts = Object.entries(full.hosts).map(([name, { hostname: _, ...host }]) => [name, host] as const);
  return { ...full, hosts: Object.fromEntries(hosts) };
}

const read = ['host.identify', 'containers.check', 'data.freshness', 'dns.read'];

describe('the steps of', () => {
  it.each([
    ['failover', ['site.probe', ...read, 'site.fence', 'dns.switch', 'service.verify', 'notify']],
    ['switchover', ['site.probe', ...read, 'site.fence', 'remote.exec', 'dns.switch', 'service.verify', 'notify']],
    [
      'failback',
      [
        'site.probe',
        'host.identify',
        'containers.check',
        'dns.read',
        'site.unfence',
        'site.probe',
        'dns.switch',
        'service.verify',
        'notify',
      ],
    ],
    ['standbyCheck', ['site.probe', ...read]],
    ['dnsShow', ['dns.show', 'dns.read']],
  ] as const)('%s', (name, expected) => {
    expect(types(runbooks[name].plan({ service }, createExampleInventory(withSync)))).toEqual(expected);
  });

  it.each([
    ['failover', ['site.probe', 'host.identify', 'dns.read', 'dns.switch', 'service.verify', 'notify']],
    ['switchover', ['site.probe', 'host.identify', 'dns.read', 'dns.switch', 'service.verify', 'notify']],
    ['failback', ['site.probe', 'host.identify', 'dns.read', 'site.probe', 'dns.switch', 'service.verify', 'notify']],
    ['standbyCheck', ['site.probe', 'host.identify', 'dns.read']],
    ['dnsShow', ['dns.show', 'dns.read']],
  ] as const)('%s where nothing optional is configured', (name, expected) => {
    expect(types(runbooks[name].plan({ service }, createBareInventory()))).toEqual(expected);
  });
});

describe('what a plan says', () => {
  it('of a failover: the primary down, the record compared and set, the fence optional, the loss stated', () => {
    const steps = failover.plan({ service }, createExampleInventory());
    expect(paramsOf(steps, 'site.probe')).toEqual([{ service, site: 'primary', expect: 'down', forMs: 0 }]);
    expect(paramsOf(steps, 'dns.read')).toMatchObject([{ settledAt: 'standby' }]);
    expect(paramsOf(steps, 'data.freshness')).toMatchObject([{ host: 'standby', loss: 'will' }]);
    expect(paramsOf(steps, 'site.fence')).toEqual([
      { service, site: 'primary', host: 'home', stop: ['jin-gateway'], commands: [], isOptional: true },
    ]);
    expect(paramsOf(steps, 'dns.switch')).toEqual([
      {
        zone: 'jin7942.co.kr',
        record: 'nextuse.jin7942.co.kr',
        from: 'jfree.iptime.org',
        to: 'jin-backup.jin7942.co.kr',
        ttlSeconds: 120,
      },
    ]);
  });

  it('of a switchover: the primary up, the fence certain, the last data copied after it', () => {
    const steps = switchover.plan({ service }, createExampleInventory(withSync));
    expect(paramsOf(steps, 'site.probe')).toMatchObject([{ expect: 'up' }]);
    expect(paramsOf(steps, 'site.fence')).toMatchObject([{ isOptional: false }]);
    expect(paramsOf(steps, 'data.freshness')).toMatchObject([{ loss: 'none' }]);
    expect(paramsOf(steps, 'remote.exec')).toMatchObject([
      { host: 'home', argv: ['sync-to-standby'], title: 'Copy last data' },
    ]);
    const korean = { ...createExampleInventory(withSync), locale: 'ko' as const };
    expect(paramsOf(switchover.plan({ service }, korean), 'remote.exec')).toMatchObject([
      { title: '마지막 데이터 복사' },
    ]);
    expect(paramsOf(switchover.plan({ service }, createExampleInventory()), 'data.freshness')).toMatchObject([
      { loss: 'will' },
    ]);
  });

  it('of a failback: steady for as long as wanted, and copies to the standby resumed only after the switch', () => {
    const inventory = createExampleInventory((one) => ({
      ...one,
      primary: { ...one.primary, unfence: { commands: [['resume-sync']] } },
    }));
    const steps = failback.plan({ service }, inventory);
    expect(types(steps)).toEqual([
      'site.probe',
      'host.identify',
      'containers.check',
      'dns.read',
      'site.unfence',
      'site.probe',
      'dns.switch',
      'site.unfence',
      'service.verify',
      'notify',
    ]);
    expect(paramsOf(steps, 'site.probe')).toMatchObject([
      { expect: 'reachable', forMs: 0 },
      { expect: 'up', forMs: 60_000 },
    ]);
    expect(paramsOf(steps, 'site.unfence')).toMatchObject([
      { start: ['jin-gateway'], commands: [] },
      { start: [], commands: [['resume-sync']] },
    ]);
    expect(paramsOf(steps, 'containers.check')).toMatchObject([{ host: 'home', mayBeStopped: ['jin-gateway'] }]);
    expect(paramsOf(steps, 'dns.switch')).toMatchObject([{ from: 'jin-backup.jin7942.co.kr', to: 'jfree.iptime.org' }]);
    const patient = failback.plan({ service, healthyFor: '5m' }, inventory);
    expect(paramsOf(patient, 'site.probe')).toMatchObject([{}, { forMs: 300_000 }]);
  });
});

describe('every plan', () => {
  const inventories = [createExampleInventory(withSync), createBareInventory(), load(readExample())];

  it.each(Object.entries(runbooks))('of %s is plain data and the same each time', (_, { plan }) => {
    for (const inventory of inventories) {
      // Secrets in it are no plain data, and say nothing as JSON.
      const before = JSON.stringify(inventory);
      const steps = plan({ service }, inventory);
      expect(JSON.parse(JSON.stringify(steps))).toEqual(steps);
      expect(canonicalJson(steps as never)).toBe(canonicalJson(plan({ service }, inventory) as never));
      expect(JSON.stringify(inventory)).toBe(before);
    }
  });

  it.each(Object.entries(runbooks))('of %s refuses a service that is not there', (_, { plan }) => {
    expect(() => plan({ service: 'nextsue' }, createExampleInventory())).toThrow(
      'No service named nextsue. Did you mean nextuse?',
    );
    expect(() => plan({ service: 'constructor' }, createExampleInventory())).toThrow('No service named constructor.');
  });

  it('takes no parameter that it does not know', () => {
    for (const { params } of Object.values(runbooks))
      expect(params.safeParse({ service, healthyfor: '5m' }).success).toBe(false);
    expect(failback.params.safeParse({ service, healthyFor: '5m' }).success).toBe(true);
    expect(failback.params.safeParse({ service, healthyFor: '2h' }).success).toBe(false);
    expect(failback.params.safeParse({ service, healthyFor: 'soon' }).success).toBe(false);
  });
});
