import { Resolver } from 'node:dns/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { askDns } from '../../sandbox/world/dns/dns-query.ts';
import { createWorld } from '../../sandbox/world/world.ts';
import type { World } from '../../sandbox/world/world.ts';
import { createTestClock } from '../support/clock.ts';
import type { TestClock } from '../support/clock.ts';

const NAME = 'nextuse.jin7942.co.kr';
const BACKUP = 'jin-backup.jin7942.co.kr';
let clock: TestClock;
let world: World;

beforeEach(async () => {
  clock = createTestClock();
  world = await createWorld({ clock, ttlSeconds: 60 });
});
afterEach(() => world.close());

type ServerName = 'authoritative' | 'resolver' | 'resolver2';

function clientOf(server: ServerName): Resolver {
  const resolver = new Resolver({ timeout: 300, tries: 1 });
  const { address, port } = world.dns[server];
  resolver.setServers([`${address}:${port}`]);
  return resolver;
}

async function propagated(content: string): Promise<void> {
  await expect.poll(() => clientOf('authoritative').resolveCname(NAME)).toEqual([content]);
}

test('Node reads the zone from the authoritative server and follows the CNAME at the resolver', async () => {
  expect(await clientOf('authoritative').resolveCname(NAME)).toEqual(['jfree.iptime.org']);
  expect(await clientOf('authoritative').resolveNs('jin7942.co.kr')).toEqual(['ns1.jin7942.co.kr']);
  expect((await clientOf('authoritative').resolveSoa('jin7942.co.kr')).nsname).toBe('ns1.jin7942.co.kr');
  expect(await clientOf('resolver').resolve4('NextUse.jin7942.co.kr', { ttl: true })).toEqual([
    { address: '127.0.10.1', ttl: 60 },
  ]);
});

test('absence is told apart: no such name, no such type, not our zone', async () => {
  await expect(clientOf('authoritative').resolve4('nobody.jin7942.co.kr')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  await expect(clientOf('resolver').resolveTxt(BACKUP)).rejects.toMatchObject({ code: 'ENODATA' });
  await expect(clientOf('authoritative').resolve4('example.com')).rejects.toMatchObject({ code: 'EREFUSED' });
  await expect(clientOf('resolver').resolve4('example.com')).rejects.toMatchObject({ code: 'ESERVFAIL' });
});

test.each(['udp', 'tcp'] as const)(
  'flags over %s: AA from the authoritative server, RA from the resolver',
  async (transport) => {
    const ask = { name: NAME, type: 'CNAME' } as const;
    const own = await askDns(world.dns.authoritative, ask, { timeoutMs: 500, transport });
    const cached = await askDns(world.dns.resolver, ask, { timeoutMs: 500, transport });
    expect([own.flag_aa, own.flag_ra, own.flag_rd]).toEqual([true, false, true]);
    expect([cached.flag_aa, cached.flag_ra, cached.flag_rd]).toEqual([false, true, true]);
    expect(world.dns.queries.find((it) => it.server === 'authoritative')).toMatchObject({
      transport,
      name: NAME,
      rcode: 'NOERROR',
    });
  },
);

test('the resolver counts the TTL down, answers the old until it is over and asks again then', async () => {
  const resolver = clientOf('resolver');
  await resolver.resolve4(NAME);
  world.cloudflare.setRecordByHand(BACKUP);
  await propagated(BACKUP);
  clock.forward('20s');
  expect(await resolver.resolveCname(NAME)).toEqual(['jfree.iptime.org']);
  const { answers } = await world.dns.lookup(NAME, 'CNAME');
  expect(answers[0]?.ttl).toBeLessThanOrEqual(40);
  expect(world.dns.resolverCache().find((it) => it.name === NAME)).toMatchObject({
    type: 'CNAME',
    secondsLeft: answers[0]?.ttl,
  });
  expect(await clientOf('resolver2').resolveCname(NAME)).toEqual([BACKUP]);
  clock.forward('41s');
  expect(await resolver.resolve4(NAME)).toEqual(['127.0.10.2']);
});

test('an absence is remembered for the SOA minimum', async () => {
  const added = 'added.jin7942.co.kr';
  await expect(clientOf('resolver').resolve4(added)).rejects.toMatchObject({ code: 'ENOTFOUND' });
  await fetch(`${world.cloudflare.url}/zones/${world.cloudflare.zone.id}/dns_records`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.cloudflare.token}` },
    body: JSON.stringify({ type: 'A', name: 'added', content: '127.0.0.7' }),
  });
  await expect.poll(() => clientOf('authoritative').resolve4(added)).toEqual(['127.0.0.7']);
  await expect(clientOf('resolver').resolve4(added)).rejects.toMatchObject({ code: 'ENOTFOUND' });
  clock.forward('31s');
  expect(await clientOf('resolver').resolve4(added)).toEqual(['127.0.0.7']);
});

test('a resolver can ignore the TTL, be down, or have nobody to ask', async () => {
  const { faults } = world.dns;
  await clientOf('resolver').resolve4(NAME);
  faults.resolverStale(true);
  world.cloudflare.setRecordByHand(BACKUP);
  await propagated(BACKUP);
  clock.forward('5m');
  expect(await clientOf('resolver').resolveCname(NAME)).toEqual(['jfree.iptime.org']);
  faults.resolverStale(false);
  clock.forward('5m');
  expect(await clientOf('resolver').resolveCname(NAME)).toEqual([BACKUP]);
  faults.resolverDown(true);
  await expect(clientOf('resolver').resolve4(NAME)).rejects.toMatchObject({ code: 'ETIMEOUT' });
  expect(await clientOf('resolver2').resolve4(NAME)).toEqual(['127.0.10.2']);
  faults.clear();
  faults.authoritativeDown(true);
  expect(await clientOf('resolver').resolveCname(NAME)).toEqual([BACKUP]);
  clock.forward('5m');
  await expect(world.dns.lookup(NAME)).resolves.toMatchObject({ rcode: 'SERVFAIL' });
});

test('propagation takes as long as it is told to', async () => {
  world.dns.faults.propagationDelayMs(60_000);
  world.cloudflare.setRecordByHand(BACKUP);
  expect(await clientOf('authoritative').resolveCname(NAME)).toEqual(['jfree.iptime.org']);
  clock.forward('61s');
  await propagated(BACKUP);
});

test('Cloudflare may flatten a CNAME into its own zone', async () => {
  const flat = await createWorld({ clock, ttlSeconds: 60, flattenInZone: true });
  try {
    expect((await flat.dns.lookup(NAME, 'CNAME')).answers).toHaveLength(1);
    flat.cloudflare.setRecordByHand(BACKUP);
    await expect
      .poll(
        async () => (await askDns(flat.dns.authoritative, { name: NAME, type: 'CNAME' }, { timeoutMs: 500 })).answers,
      )
      .toEqual([]);
    flat.dns.flush();
    expect((await flat.dns.lookup(NAME)).answers).toEqual([{ name: NAME, type: 'A', ttl: 60, data: '127.0.10.2' }]);
  } finally {
    await flat.close();
  }
});
