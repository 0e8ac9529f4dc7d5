import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createMonitors } from '../../sandbox/monitors/monitors.ts';
import { troubleTexts } from '../../sandbox/page/world/trouble-texts.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { createTroubles, type Troubles } from '../../sandbox/troubles/troubles.ts';
import { createTestClock, type TestClock } from '../support/clock.ts';
import { call } from './slack-calls.ts';
import { connectRaw } from './slack-sockets.ts';

let clock: TestClock;
let sandbox: Sandbox;
let troubles: Troubles;

beforeAll(async () => {
  clock = createTestClock();
  sandbox = await createSandbox({ clock });
  const monitors = createMonitors({ ...sandbox, tokens: { prometheus: 'p', grafana: 'g', kibana: 'k' }, clock });
  troubles = createTroubles({ ...sandbox, clock, monitors });
});
afterEach(() => troubles.healAll());
afterAll(() => sandbox.close());

const on = () => troubles.all.filter((it) => it.isOn()).map((it) => it.name);

const LASTING = [
  'web-down',
  'web-500',
  'host-down',
  'black-hole',
  'gateway-stopped',
  'container-stopped',
  'container-unhealthy',
  'container-starting',
  'host-key',
  'ssh-hangs',
  'sync-old',
  'record-by-hand',
  'resolver-stale',
  'resolver-down',
  'authoritative-down',
  'cloudflare-bad-token',
  'cloudflare-read-only',
  'slack-deaf',
  'slack-down',
  'alert-prometheus',
  'alert-kibana',
  'alert-grafana',
  'alert-storm',
];
const WAITING = [
  'cloudflare-503',
  'cloudflare-hang',
  'cloudflare-lost',
  'cloudflare-429',
  'slack-429',
  'slack-500',
  'slack-lost',
  'slack-hang',
];
const MOMENTARY = ['slack-disconnect', 'slack-refresh', 'slack-rate-notice'];

describe('every trouble', () => {
  test('is here', () => {
    expect(troubles.all.map((it) => it.name).toSorted()).toEqual([...LASTING, ...WAITING, ...MOMENTARY].toSorted());
    const ofBot = ['kill', 'stop', 'restart'];
    const inKorean = Object.keys(troubleTexts).filter((name) => !ofBot.includes(name));
    expect(inKorean.toSorted()).toEqual(troubles.all.map((it) => it.name).toSorted());
  });

  test.each([...LASTING, ...WAITING])(
    '%s is on from its cause until it is healed, and nothing else is',
    async (name) => {
      const trouble = troubles.get(name);
      expect(on()).toEqual([]);
      await trouble.cause();
      expect(on()).toEqual([name]);
      await trouble.heal();
      expect(on()).toEqual([]);
    },
  );

  test.each(MOMENTARY)('%s is over as soon as it has happened', async (name) => {
    await troubles.get(name).cause();
    expect(on()).toEqual([]);
  });

  test('all of them can be on at once, and are healed at once', async () => {
    for (const name of [...LASTING, ...WAITING]) await troubles.get(name).cause();
    expect(on()).toHaveLength(LASTING.length + WAITING.length);
    await troubles.healAll();
    expect(on()).toEqual([]);
    await expect.poll(async () => (await sandbox.world.visit()).site, { timeout: 15_000 }).toBe('primary');
  });

  test('a name with a slip gets the nearest', () => {
    expect(() => troubles.get('web-donw')).toThrow('No trouble named "web-donw". Did you mean "web-down"?');
  });
});

describe('the sites', () => {
  test.each([
    ['web-down', 'refuses', 'answers', { failure: 'refused' }],
    ['web-500', 'fails', 'answers', { status: 500 }],
    ['host-down', 'refuses', 'refuses', { failure: 'refused' }],
    ['black-hole', 'hangs', 'hangs', { failure: 'timed out' }],
    ['gateway-stopped', 'refuses', 'answers', { failure: 'refused' }],
  ])('%s is what a probe finds', async (name, web, ssh, found) => {
    const { primary } = sandbox.world;
    await troubles.get(name).cause();
    expect({ ...primary.state }).toEqual({ web, ssh });
    expect(await sandbox.world.probe('primary', 300)).toMatchObject(found);
    await troubles.get(name).heal();
    expect({ ...primary.state }).toEqual({ web: 'answers', ssh: 'answers' });
    expect(await sandbox.world.probe('primary', 3000)).toMatchObject({ status: 200 });
  });

  test('a site without its back-end fails, and says so', async () => {
    const { standby } = sandbox.world;
    standby.containers.get('used-market-backend')?.stop();
    expect(standby.state.web).toBe('fails');
    expect(await sandbox.world.probe('standby', 3000)).toMatchObject({ status: 502 });
    standby.containers.get('used-market-backend')?.start();
    expect(standby.state.web).toBe('answers');
  });

  test('a gateway that the bot has stopped is a fence, not a trouble, and no healing opens it', async () => {
    const gateway = sandbox.world.primary.containers.get('jin-gateway');
    gateway?.stop();
    expect(on()).toEqual([]);
    await troubles.healAll();
    expect(gateway?.state).toBe('exited');
    await troubles.get('gateway-stopped').heal();
    expect(gateway?.state).toBe('running');
  });

  test('a healed host key is the pinned one again', async () => {
    const { ssh } = sandbox.world.standby;
    const pinned = ssh.hostKey;
    await troubles.get('host-key').cause();
    expect(ssh.hostKey).not.toBe(pinned);
    await troubles.get('host-key').heal();
    expect(ssh.hostKey).toBe(pinned);
  });

  test('the nightly copy grows old by itself, too', () => {
    clock.forward('26h');
    expect(on()).toEqual(['sync-old']);
  });
});

test('a record changed by hand goes back to where it was, the standby as well', async () => {
  const { cloudflare } = sandbox.world;
  cloudflare.setRecordByHand('jin-backup.jin7942.co.kr');
  await troubles.get('record-by-hand').cause();
  await troubles.get('record-by-hand').cause();
  expect(cloudflare.record().content).toBe('elsewhere.example.net');
  await troubles.get('record-by-hand').heal();
  expect(cloudflare.record().content).toBe('jin-backup.jin7942.co.kr');
  cloudflare.setRecordByHand('jfree.iptime.org');
});

describe('Cloudflare', () => {
  const ask = async () => {
    const { url, token } = sandbox.world.cloudflare;
    const answer = await fetch(`${url}/zones`, { headers: { authorization: `Bearer ${token}` } });
    return { status: answer.status, retryAfter: answer.headers.get('retry-after') };
  };

  test('503 is over after four calls', async () => {
    await troubles.get('cloudflare-503').cause();
    for (let count = 0; count < 4; count += 1) {
      expect(on()).toEqual(['cloudflare-503']);
      expect((await ask()).status).toBe(503);
    }
    expect(on()).toEqual([]);
    expect((await ask()).status).toBe(200);
  });

  test('429 says when to come again; a bad token is not known; healing one leaves the other', async () => {
    await troubles.get('cloudflare-429').cause();
    await troubles.get('cloudflare-bad-token').cause();
    expect(await ask()).toEqual({ status: 429, retryAfter: '5' });
    expect((await ask()).status).toBe(403);
    await troubles.get('cloudflare-429').cause();
    await troubles.get('cloudflare-bad-token').heal();
    expect(on()).toEqual(['cloudflare-429']);
    await troubles.get('cloudflare-429').heal();
    expect((await ask()).status).toBe(200);
  });
});

describe('Slack', () => {
  test('429 is over after two calls', async () => {
    await troubles.get('slack-429').cause();
    for (let count = 0; count < 2; count += 1)
      expect(await call(sandbox.slack, 'auth.test', {})).toMatchObject({ ok: false });
    expect(on()).toEqual([]);
    expect(await call(sandbox.slack, 'auth.test', {})).toMatchObject({ ok: true });
  });

  test('a refresh is asked of one connection, a cut ends all, the notice arrives', async () => {
    const connections = [await connectRaw(sandbox.slack, () => true), await connectRaw(sandbox.slack, () => true)];
    const types = () => connections.flatMap(({ received }) => received.slice(1).map(({ type }) => type)).toSorted();
    await troubles.get('slack-refresh').cause();
    await expect.poll(types).toEqual(['disconnect']);
    await troubles.get('slack-rate-notice').cause();
    await expect.poll(types).toEqual(['disconnect', 'events_api']);
    await troubles.get('slack-disconnect').cause();
    await sandbox.slack.waitFor(() => sandbox.slack.sockets === 0, { what: 'the end of all connections' });
  });
});
