import { existsSync, readFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { findFreePort } from '../../sandbox/world/free-port.ts';
import { requestHttp } from '../../sandbox/world/request-http.ts';
import { createWorld } from '../../sandbox/world/world.ts';
import { createTestClock } from '../support/clock.ts';

const NEVER = 30_000;

test('users follow the record to the other site once the TTL is over', async () => {
  const clock = createTestClock();
  const world = await createWorld({ clock, ttlSeconds: 5 });
  expect(await world.visit()).toEqual({ site: 'primary', status: 200 });
  world.cloudflare.setRecordByHand('jin-backup.jin7942.co.kr');
  expect(await world.visit()).toEqual({ site: 'primary', status: 200 });
  clock.forward('6s');
  await expect.poll(() => world.dns.queries.length && world.visit()).toEqual({ site: 'standby', status: 200 });
  await world.close();
});

test('what users see when the site is in trouble', async () => {
  const world = await createWorld();
  const { faults, containers } = world.primary;
  faults.webError(503);
  expect(await world.visit()).toEqual({ site: 'primary', status: 503 });
  await faults.webDown(true);
  expect(await world.visit()).toEqual({ site: undefined, error: 'refused' });
  await faults.clear();
  await faults.blackhole(true);
  expect(await world.visit(200)).toEqual({ site: undefined, error: 'timed out' });
  await faults.clear();
  const gateway = containers.get('jin-gateway');
  if (gateway !== undefined) gateway.state = 'exited';
  expect(await world.visit()).toEqual({ site: undefined, error: 'refused' });
  if (gateway !== undefined) gateway.state = 'running';
  await world.primary.settled();
  expect(await world.visit()).toEqual({ site: 'primary', status: 200 });
  containers.delete('jin-gateway');
  expect(await world.visit()).toEqual({ site: undefined, error: 'refused' });
  await world.close();
});

test('a write is taken on the primary and refused on the standby', async () => {
  const world = await createWorld();
  const post = (connect: { address: string; port: number }): ReturnType<typeof requestHttp> =>
    requestHttp({
      url: new URL('/items', world.url),
      connect,
      method: 'POST',
      body: '{}',
      ca: readFileSync(world.caFile, 'utf8'),
      timeoutMs: NEVER,
    });
  expect(await post(world.primary.site)).toMatchObject({ status: 201, headers: { 'x-served-by': 'home' } });
  expect(await post(world.standby.site)).toMatchObject({ status: 403, body: '{"error":"read-only"}' });
  expect(world.primary.site.port).toBe(world.standby.site.port);
  await world.close();
});

test('the CA is a file while the world stands, and closing leaves nothing behind', async () => {
  const world = await createWorld({ certificateDays: 5 });
  expect(new X509Certificate(readFileSync(world.caFile)).ca).toBe(true);
  const other = await createWorld();
  expect((await other.visit()).site).toBe('primary');
  await other.close();
  await world.close();
  expect(existsSync(dirname(world.caFile))).toBe(false);
  expect(await world.visit(300)).toMatchObject({ site: undefined });
});

test('an address that does not exist on this machine is explained', async () => {
  await expect(findFreePort(['192.0.2.1'])).rejects.toThrow('sudo ifconfig lo0 alias 192.0.2.1');
});
