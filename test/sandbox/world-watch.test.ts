import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createBotProcess, type BotProcess } from '../../sandbox/bot-process.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { createAuditWatch } from '../../sandbox/watch/audit-watch.ts';
import { createWorldWatch, type WorldWatch } from '../../sandbox/watch/world-watch.ts';
import { systemClock } from '../../src/core/clock.ts';

const PRIMARY = 'jfree.iptime.org';
const STANDBY = 'jin-backup.jin7942.co.kr';

let sandbox: Sandbox;
let bot: BotProcess;
let watch: WorldWatch;

beforeAll(async () => {
  // Resolvers forget after two seconds.
  sandbox = await createSandbox({ ttlDivisor: 30 });
  bot = createBotProcess({ ...sandbox, logFile: join(sandbox.folder, 'bot.log') });
  watch = createWorldWatch({ sandbox, bot });
  watch.start();
  await bot.start();
}, 30_000);
afterEach(() => watch.healAll());
afterAll(async () => {
  await watch.stop();
  if (bot.isRunning) await bot.stop();
  await sandbox.close();
});

/** Waits, on changes alone, until the page would show this. */
function until<T>(find: () => T | false | undefined, timeoutMs = 15_000): Promise<T> {
  return new Promise((resolve, reject) => {
    const done = new AbortController();
    const look = (): void => {
      const found = find();
      if (found === undefined || found === false) return;
      done.abort();
      watch.off('change', look);
      resolve(found);
    };
    watch.on('change', look);
    look();
    void systemClock.sleep(timeoutMs, done.signal).then(() => {
      watch.off('change', look);
      reject(new Error(`never shown: ${String(find)}\n${JSON.stringify(watch.current().dns)}`));
    });
  });
}

const world = () => watch.current();
const isOn = (name: string) => world().troubles.find((it) => it.name === name)?.isOn;

describe('users', () => {
  test('come one after the other, every 700 ms, and are counted where they arrive', async () => {
    const before = world().users.totals.primary;
    await until(() => world().users.totals.primary >= before + 3);
    const { recent } = world().users;
    expect(recent.at(-1)).toMatchObject({ site: 'primary', error: null });
    const times = recent.slice(-3).map(({ at }) => new Date(at).getTime());
    for (const [index, time] of times.slice(1).entries())
      expect(time - (times[index] ?? 0)).toBeGreaterThanOrEqual(695);
    await watch.trouble('web-500', true);
    await until(() => world().users.recent.at(-1)?.error === '500 from primary');
    await watch.trouble('web-down', true);
    await until(() => world().users.recent.at(-1)?.error === 'refused');
    expect(world().users.totals.failed).toBeGreaterThanOrEqual(2);
    expect(isOn('web-down')).toBe(true);
    await watch.healAll();
    await until(() => world().users.recent.at(-1)?.site === 'primary');
    expect(world().sites[0]).toMatchObject({ web: 'answers', ssh: 'answers', host: 'home', target: PRIMARY });
  });
});

describe('names', () => {
  test('a change is seen at the API first, then at the name server, then in the resolver when its time is over', async () => {
    const cached = () => world().dns.resolvers[0]?.cached ?? undefined;
    await until(() => cached()?.content === PRIMARY && (cached()?.secondsLeft ?? 0) >= 2);
    sandbox.world.dns.faults.propagationDelayMs(600);
    sandbox.world.cloudflare.setRecordByHand(STANDBY);
    expect(world().dns.api).toMatchObject({ content: STANDBY, ttl: 60, proxied: false });
    expect(world().dns.authoritative?.content).toBe(PRIMARY);
    await until(() => world().dns.authoritative?.content === STANDBY);
    await until(() => cached()?.content === PRIMARY && cached()?.secondsLeft === 1);
    await until(() => cached()?.content === STANDBY);
    expect(cached()).toMatchObject({ ttl: 2 });
    expect(new Date(cached()?.expiresAt ?? 0).getTime()).toBeGreaterThan(Date.now() - 500);
    await until(() => world().users.recent.at(-1)?.site === 'standby');
    sandbox.world.cloudflare.setRecordByHand(PRIMARY);
    await until(() => cached()?.content === PRIMARY);
  });

  test('looking asks no resolver: one that nobody uses remembers nothing', async () => {
    const asked = () => sandbox.world.dns.queries.filter(({ server }) => server === 'resolver2').length;
    expect(asked()).toBe(0);
    expect(world().dns.resolvers[1]).toEqual({ name: 'resolver2', cached: null, isStale: false });
    await watch.trouble('authoritative-down', true);
    await watch.trouble('resolver-stale', true);
    await until(() => world().dns.authoritative === null);
    expect(world().dns.resolvers[0]?.isStale).toBe(true);
    expect(asked()).toBe(0);
  });
});

describe('the bot', () => {
  test('is shown with its process, memory and sockets; killed, it is dead, healed, it runs again', async () => {
    await until(() => world().bot.sockets === 2 && (world().bot.memoryMb ?? 0) > 20);
    const { pid } = world().bot;
    expect(world().bot).toMatchObject({ state: 'running', pid: bot.pid });
    await watch.trouble('kill', true);
    expect(world().bot).toMatchObject({ state: 'dead', pid: null });
    expect([isOn('kill'), isOn('stop')]).toEqual([true, false]);
    const healed = watch.healAll();
    expect(world().bot.state).toBe('starting');
    await healed;
    expect(world().bot.state).toBe('running');
    expect(world().bot.pid).not.toBe(pid);
    await watch.trouble('stop', true);
    expect([isOn('kill'), isOn('stop')]).toEqual([false, true]);
    await watch.trouble('stop', false);
    const restarted = bot.pid;
    await watch.trouble('restart', true);
    expect(world().bot).toMatchObject({ state: 'running' });
    expect(bot.pid).not.toBe(restarted);
  });
});

describe('the audit trail', () => {
  /** A copy that was looked at while it was whole, and then changed. */
  const tamper = async (change: string) => {
    const copy = join(sandbox.folder, 'copy.db');
    for (const ending of ['', '-wal', '-shm'])
      await copyFile(join(sandbox.folder, `watchkeeper.db${ending}`), copy + ending);
    const seen = createAuditWatch(copy, systemClock);
    seen.refresh();
    expect(seen.current()).toMatchObject({ brokenAt: null, checkedAt: null });
    const { count } = seen.current();
    const database = new DatabaseSync(copy);
    for (const { name } of database.prepare("select name from sqlite_master where type = 'trigger'").all())
      database.exec(`drop trigger ${String(name)}`);
    database.exec(change);
    database.close();
    return { seen, count };
  };

  test('grows with what people do, is checked as it grows, and as a whole on request', async () => {
    await sandbox.slack.as('U0JIN').type('/failover nextuse rehearsal --dry-run', { channel: 'C0INCIDENTS' });
    await sandbox.slack.as('U0MINA').type('/standby nextuse', { channel: 'C0INCIDENTS' });
    await until(() => world().audit.entries.filter(({ act }) => act === 'run.requested').length === 2);
    const { count, entries, head, brokenAt, checkedAt } = world().audit;
    expect([brokenAt, checkedAt]).toEqual([null, null]);
    expect(entries[0]?.sequence).toBe(count);
    expect(entries.findLast(({ act }) => act === 'run.requested')).toMatchObject({
      actor: 'jin',
      subject: expect.stringMatching(/^nextuse · run_/),
      outcome: 'ok',
    });
    expect(head).toMatch(/^[0-9a-f]{64}$/);
    await watch.checkChain();
    expect(world().audit).toMatchObject({ brokenAt: null, checkedAt: expect.stringMatching(/Z$/) });
  });

  test('an entry that was altered breaks the chain where it stands, found by a check of all', async () => {
    const { seen } = await tamper(`update audit_entries set actor = 'mina' where sequence = 2`);
    seen.refresh();
    expect(seen.current().brokenAt).toBeNull();
    seen.checkChain();
    expect(seen.current().brokenAt).toBe(2);
  });

  test('details that are no JSON break it, too', async () => {
    const { seen } = await tamper(`update audit_entries set details = '{' where sequence = 1`);
    seen.checkChain();
    expect(seen.current().brokenAt).toBe(1);
  });

  test('a trail whose end was cut off does not pass for a shorter one', async () => {
    const { seen, count } = await tamper(
      `delete from audit_entries where sequence = (select max(sequence) from audit_entries)`,
    );
    seen.refresh();
    expect(seen.current()).toMatchObject({ brokenAt: count, count: count - 1 });
    seen.checkChain();
    expect(seen.current().brokenAt).toBe(count);
  });

  test('nothing is there yet, or another kind of database', () => {
    for (const path of [undefined, join(sandbox.folder, 'absent.db')]) {
      const nothing = createAuditWatch(path, systemClock);
      nothing.refresh();
      nothing.checkChain();
      expect(nothing.current()).toEqual({ count: 0, entries: [], head: null, brokenAt: null, checkedAt: null });
    }
  });

  test('a database that is locked is read the next time, and the bot’s writes are never in the way', () => {
    const path = join(sandbox.folder, 'locked.db');
    const writer = new DatabaseSync(path);
    writer.exec('create table audit_entries (sequence integer); begin exclusive');
    const seen = createAuditWatch(path, systemClock);
    seen.refresh();
    expect(seen.current().count).toBe(0);
    writer.close();
  });
});

test('Slack’s calls are counted, and what it refused is listed', async () => {
  const { calls } = world().slackApi;
  expect(calls).toBeGreaterThan(2);
  expect(world().slackApi.violations).toEqual([]);
  await expect(watch.trouble('no-such', true)).rejects.toThrow('No trouble named "no-such"');
});
