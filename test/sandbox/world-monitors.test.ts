import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startAlertGroup, type AlertGroup } from '../../sandbox/monitors/alert-group.ts';
import { toFingerprint, type Alert } from '../../sandbox/monitors/alert.ts';
import { toAlertmanagerBody } from '../../sandbox/monitors/alertmanager-body.ts';
import { toGrafanaBody } from '../../sandbox/monitors/grafana-body.ts';
import { toKibanaBody } from '../../sandbox/monitors/kibana-body.ts';
import { startKibanaRule } from '../../sandbox/monitors/kibana-rule.ts';
import { createMonitors, type Monitors, type MonitorsOptions } from '../../sandbox/monitors/monitors.ts';
import { createStorm, errorsInLog, manyErrors, siteDown, slow } from '../../sandbox/monitors/scene-alerts.ts';
import type { Sent } from '../../sandbox/monitors/send-webhook.ts';
import { watchSite } from '../../sandbox/monitors/site-rule.ts';
import { createWorld, type World } from '../../sandbox/world/world.ts';
import type { Clock } from '../../src/core/clock.ts';
import { createJumpingClock } from '../support/jumping-clock.ts';

const CONTRACT = join(import.meta.dirname, '..', '..', 'sandbox', 'monitors', 'contract');
const at = (text: string): Date => new Date(`2026-11-21T${text}Z`);
const firing = (rule: Omit<Alert, 'startsAt' | 'endsAt'>): Alert => ({
  ...rule,
  startsAt: at('04:52:11'),
  endsAt: undefined,
});
const resolved = (rule: Omit<Alert, 'startsAt' | 'endsAt'>): Alert => ({ ...firing(rule), endsAt: at('04:53:00') });

async function captured(name: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(CONTRACT, name), 'utf8')) as Record<string, unknown>;
}

/** Keys and types, in depth; of a list, what its first element is. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, shapeOf(item)]),
  );
}

describe('bodies', () => {
  test.each([siteDown, manyErrors, ...createStorm().slice(0, 1)])('Alertmanager: $labels.alertname', async (rule) => {
    expect(shapeOf(toAlertmanagerBody(firing(rule)))).toEqual(shapeOf(await captured('alertmanager-firing.json')));
    expect(shapeOf(toAlertmanagerBody(resolved(rule)))).toEqual(shapeOf(await captured('alertmanager-resolved.json')));
  });

  test('what was captured is made again from its own labels: group key, fingerprint, times', async () => {
    const real = await captured('alertmanager-resolved.json');
    const [alert] = real['alerts'] as (Omit<Alert, 'startsAt' | 'endsAt'> & Record<'startsAt' | 'endsAt', string>)[];
    if (!alert) throw new Error('nothing captured');
    const { labels, annotations, generatorURL } = alert;
    const startsAt = new Date(alert.startsAt);
    expect(toAlertmanagerBody({ labels, annotations, generatorURL, startsAt, endsAt: new Date(alert.endsAt) })).toEqual(
      real,
    );
    const fires = await captured('alertmanager-firing.json');
    expect(toAlertmanagerBody({ labels, annotations, generatorURL, startsAt, endsAt: undefined })).toEqual(fires);
  });

  test('Grafana', async () => {
    const real = await captured('grafana-firing.json');
    const body = toGrafanaBody(firing(slow)) as Record<string, unknown>;
    const free = ['commonLabels', 'commonAnnotations', 'groupLabels', 'alerts'];
    expect(Object.keys(body).toSorted()).toEqual(Object.keys(real).toSorted());
    for (const key of Object.keys(real).filter((it) => !free.includes(it)))
      expect(typeof body[key]).toBe(typeof real[key]);
    const alertOf = (from: Record<string, unknown>) => Object.keys((from['alerts'] as object[])[0] ?? {}).toSorted();
    expect(alertOf(body)).toEqual(alertOf(real));
    const over = toGrafanaBody(resolved(slow));
    expect(over).toMatchObject({ status: 'resolved', state: 'ok', alerts: [{ status: 'resolved', valueString: '' }] });
  });

  test('Kibana, by the template that the project recommends', async () => {
    expect(shapeOf(toKibanaBody(firing(errorsInLog)))).toEqual(shapeOf(await captured('kibana-es-query.json')));
    const over = toKibanaBody(resolved(errorsInLog)) as Record<string, Record<string, unknown>>;
    const real = (await captured('kibana-recovered.json')) as typeof over;
    expect(Object.keys(over)).toEqual(Object.keys(real));
    expect(over['alert']?.['actionGroup']).toBe(real['alert']?.['actionGroup']);
  });

  test('a storm is 300 alerts that nobody can take for one another', () => {
    const storm = createStorm();
    expect(new Set(storm.map(({ labels }) => toFingerprint(labels))).size).toBe(300);
    expect(storm.filter(({ labels }) => labels['severity'] === 'critical')).toHaveLength(10);
  });
});

describe('timing', () => {
  const OK: Sent = { outcome: 'accepted', status: 200, text: '200, accepted 1' };
  const WAIT: Sent = { outcome: 'failed', status: 503, text: '503 Service Unavailable' };
  const DEAF: Sent = { outcome: 'failed', status: undefined, text: 'connection refused' };
  const NO: Sent = { outcome: 'refused', status: 404, text: '404 Not Found' };

  /** What is sent and when, in seconds after the start; answers are taken from the list, the last one stays. */
  function record(answers: Sent[], { kind = 'alertmanager' }: { kind?: 'alertmanager' | 'grafana' | 'kibana' } = {}) {
    const clock: Clock = createJumpingClock();
    const stopping = new AbortController();
    const began = clock.now().getTime();
    const seconds = (): number => Math.round((clock.now().getTime() - began) / 10) / 100;
    const log: string[] = [];
    const alert = { ...firing(siteDown), startsAt: clock.now() };
    const deps = {
      clock,
      signal: stopping.signal,
      async send({ endsAt }: Alert) {
        log.push(`${seconds()} ${endsAt ? 'resolved' : 'firing'}`);
        return (answers.length > 1 ? answers.shift() : answers[0]) ?? OK;
      },
      changed() {},
    };
    const pace = { groupIntervalMs: 5_000, repeatIntervalMs: 60_000 };
    const group: AlertGroup =
      kind === 'kibana'
        ? startKibanaRule(alert, deps)
        : startAlertGroup(alert, { ...deps, pace, isRetrying: kind === 'alertmanager' });
    return {
      log,
      group,
      async until(at: number): Promise<void> {
        await clock.sleep((at - seconds()) * 1000);
      },
      stop: () => stopping.abort(),
    };
  }

  test('told at once, repeated after a minute, told when it is over, and then no more', async () => {
    const { log, group, until } = record([OK]);
    await until(72);
    group.resolve();
    await until(300);
    expect(log).toEqual(['0 firing', '60 firing', '75 resolved']);
    expect(group.delivered).toBe('200, accepted 1');
  });

  test('a 503 and a dead bot are tried again with growing waits, and anew each group interval', async () => {
    const { log, group, until, stop } = record([DEAF, DEAF, WAIT, WAIT, WAIT, DEAF, OK]);
    await until(3);
    expect(group.delivered).toBe('503 Service Unavailable, tries again');
    await until(20);
    expect(log).toEqual([
      '0 firing',
      '0.5 firing',
      '1.25 firing',
      '2.38 firing',
      '4.06 firing',
      '5 firing',
      '5.5 firing',
    ]);
    expect(group.delivered).toBe('200, accepted 1');
    stop();
  });

  test('after a 4xx there is one try in each group interval', async () => {
    const { log, until, stop } = record([NO, NO, OK]);
    await until(30);
    expect(log).toEqual(['0 firing', '5 firing', '10 firing']);
    stop();
  });

  test('Grafana does not try again within the interval', async () => {
    const { log, until, stop } = record([DEAF, OK], { kind: 'grafana' });
    await until(30);
    expect(log).toEqual(['0 firing', '5 firing']);
    stop();
  });

  test('what is over before anybody heard of it is never told', async () => {
    const { log, group, until } = record([NO]);
    await until(1);
    group.resolve();
    await until(60);
    expect(log).toEqual(['0 firing']);
    expect(group.delivered).toBe('never sent');
  });

  test('Kibana tells once: thrice after a 5xx, and news that nobody took are lost', async () => {
    const patient = record([WAIT, WAIT, OK], { kind: 'kibana' });
    await patient.until(100);
    expect(patient.log).toEqual(['0 firing', '1 firing', '2 firing']);
    patient.group.resolve();
    await patient.until(110);
    expect(patient.log.at(-1)).toBe('100 resolved');
    const lost = record([DEAF], { kind: 'kibana' });
    await lost.until(100);
    expect(lost.log).toEqual(['0 firing']);
    expect(lost.group.delivered).toBe('connection refused, given up');
  });

  test('down after three failures in a row, up after three answers, and not for less', async () => {
    const clock = createJumpingClock();
    const stopping = new AbortController();
    const began = clock.now().getTime();
    const said: string[] = [];
    // Up, a slip of two, then down for good at 6 s; from 12 s on it answers, with one slip.
    const answers = [1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 1, 1, 1];
    await watchSite({
      clock,
      signal: stopping.signal,
      everyMs: 1_000,
      async probe() {
        if (answers.length === 1) stopping.abort();
        return answers.shift() === 1;
      },
      changed: (isUp) => said.push(`${(clock.now().getTime() - began) / 1000} ${isUp ? 'up' : 'down'}`),
    });
    expect(said).toEqual(['8 down', '17 up']);
  });
});

describe('against a bot', () => {
  const patient = { timeout: 20_000 };
  let world: World;
  let monitors: Monitors;
  let bot: Server;
  let answer: { status: number; body: string };
  const heard: { path: string; headers: IncomingMessage['headers']; body: Record<string, unknown> }[] = [];

  beforeEach(async () => {
    heard.length = 0;
    answer = { status: 200, body: '{"accepted":1}' };
    bot = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        heard.push({
          path: request.url ?? '',
          headers: request.headers,
          body: JSON.parse(text) as Record<string, unknown>,
        });
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
      });
    });
    await new Promise<void>((resolve) => bot.listen(0, '127.0.0.1', resolve));
    world = await createWorld();
    monitors = open({ probeEveryMs: 30, groupIntervalMs: 2_000 });
  });
  const open = (pace: MonitorsOptions['pace']): Monitors =>
    createMonitors({
      world,
      botUrl: `http://127.0.0.1:${(bot.address() as AddressInfo).port}`,
      tokens: { prometheus: 'token-p', grafana: 'token-g', kibana: 'token-k' },
      ...(pace && { pace }),
    });
  afterEach(async () => {
    monitors.stop();
    await world.close();
    bot.closeAllConnections();
    bot.close();
  });

  const states = () => heard.map(({ body }) => body['status']);

  test('nothing is said until it is started', async () => {
    await world.primary.faults.webDown(true);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(heard).toEqual([]);
    expect(monitors.current()).toEqual([]);
  });

  test('the primary’s site goes down and comes back, whatever the name points to', async () => {
    monitors.start();
    world.cloudflare.setRecordByHand('jin-backup.jin7942.co.kr');
    await world.primary.faults.webDown(true);
    await expect.poll(states, patient).toEqual(['firing']);
    expect(heard[0]).toMatchObject({
      path: '/alerts/prometheus',
      headers: {
        authorization: 'Bearer token-p',
        'user-agent': 'Alertmanager/0.25.0',
        'content-type': 'application/json',
      },
      body: { version: '4', commonLabels: { alertname: 'NextuseDown', service: 'nextuse', severity: 'critical' } },
    });
    await expect
      .poll(() => monitors.current(), patient)
      .toMatchObject([{ source: 'Prometheus', status: 'firing', delivered: '200, accepted 1' }]);
    await world.primary.faults.webDown(false);
    await expect.poll(states, patient).toEqual(['firing', 'resolved']);
    await expect.poll(() => monitors.current(), patient).toMatchObject([{ status: 'resolved' }]);
  });

  test('each source has its own address and token', async () => {
    for (const source of ['prometheus', 'grafana', 'kibana'] as const) monitors.fire(source);
    await expect
      .poll(() => heard.map(({ path, headers }) => `${path} ${headers.authorization}`).toSorted(), patient)
      .toEqual([
        '/alerts/grafana Bearer token-g',
        '/alerts/kibana Bearer token-k',
        '/alerts/prometheus Bearer token-p',
      ]);
    for (const source of ['prometheus', 'grafana', 'kibana'] as const) monitors.resolve(source);
    await expect.poll(() => states().filter((it) => it === 'resolved'), patient).toHaveLength(2);
    expect(heard.map(({ body }) => (body['alert'] as Record<string, unknown> | undefined)?.['actionGroup'])).toContain(
      'recovered',
    );
  });

  test('a storm is told alert by alert, also when the bot was deaf at first', async () => {
    monitors = open({ groupIntervalMs: 15_000 });
    answer = { status: 503, body: '' };
    monitors.fire('storm');
    await expect.poll(() => heard.length, patient).toBeGreaterThanOrEqual(300);
    answer = { status: 200, body: '{"accepted":1}' };
    await expect.poll(() => monitors.current()[0]?.delivered, patient).toBe('200, accepted 1');
    const told = heard.map(({ body }) => (body['alerts'] as { fingerprint: string }[])[0]?.fingerprint);
    expect(new Set(told).size).toBe(300);
  });

  test('a dead bot is said to be one', async () => {
    bot.close();
    bot.closeAllConnections();
    monitors.fire('prometheus');
    await expect.poll(() => monitors.current()[0]?.delivered, patient).toBe('connection refused, tries again');
  });
});
