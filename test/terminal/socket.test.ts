import { lstat, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drawRun } from '../../src/cli/draw-run.ts';
import { systemClock } from '../../src/core/clock.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { connectTerminal } from '../../src/terminal/client.ts';
import { LIMITS } from '../../src/terminal/protocol.ts';
import { createTerminalServer, type TerminalServer } from '../../src/terminal/server.ts';
import { createEngineWorld, testInventory, type EngineWorld } from '../support/engine-world.ts';
import { createTestAccounts } from '../support/test-accounts.ts';

const texts = catalogues.en;
const people = testInventory().people.map((person) => ({ ...person, account: person.name }));
const inventory = { ...testInventory(), people };

let folder: string;
let database: string;
let world: EngineWorld;
let server: TerminalServer;
const sockets: Socket[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchkeeper-socket-'));
  database = join(folder, 'w.db');
  world = await createEngineWorld();
  server = createTerminalServer({
    database,
    runs: world.engine,
    accounts: createTestAccounts('bot'),
    inventory,
    texts,
    clock: world.clock,
    log: world.log,
    draw: (run) => drawRun(run, { inventory, texts, now: world.clock.now() }),
    status: async () => ['fine'],
  });
  await server.start();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server.stop();
  await world.close();
  await rm(folder, { recursive: true });
});

const connectAs = async (account: string, as?: string) => {
  const accounts = createTestAccounts(account);
  const client = await connectTerminal({ database, accounts, as, texts, clock: systemClock });
  if (!client) throw new Error('no bot');
  return client;
};

/** A client that keeps to nothing. `answers` are the lines that came, and `closed` resolves when the bot hung up. */
async function connectRaw() {
  const socket = createConnection(`${database}.sock`);
  sockets.push(socket);
  const answers: Record<string, unknown>[] = [];
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const lines = createInterface({ input: socket });
  lines.on('error', () => {});
  lines.on('line', (line) => answers.push(JSON.parse(line) as Record<string, unknown>));
  await new Promise((resolve) => socket.once('connect', resolve));
  return { socket, answers, closed, say: (line: string) => socket.write(`${line}\n`) };
}

const until = async (isMet: () => boolean): Promise<void> => {
  for (let tries = 0; !isMet(); tries++) {
    if (tries > 400) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

const refusal = (answers: readonly Record<string, unknown>[]) =>
  (answers.at(-1) as { type: string; error?: { code: string; message: string } } | undefined) ?? { type: 'none' };

describe('a terminal at the socket', () => {
  it('only the owner may connect by default, and no mark stays behind', async () => {
    expect((await stat(`${database}.sock`)).mode & 0o777).toBe(0o600);
    const client = await connectAs('jin');
    expect(client.person).toBe('jin');
    expect(await client.call('status.show', {})).toEqual({ lines: ['fine'] });
    client.close();
    expect(await readdir(`${database}.marks`)).toEqual([]);
    expect((await lstat(`${database}.marks`)).mode & 0o7777).toBe(0o1700);
  });

  it('asks, is shown the run, another approves, and both are in the trail with their accounts', async () => {
    const jin = await connectAs('jin');
    const asked = await jin.call('runs.request', {
      runbook: 'light',
      service: 'nextuse',
      params: {},
      reason: 'it is dark',
      isDryRun: false,
    });
    const seen: string[] = [];
    await jin.follow(asked.run.id, 'stand', ({ run }) => seen.push(run.status));
    expect(seen.at(-1)).toBe('awaiting_approval');
    const { run, card } = await jin.call('runs.find', { id: asked.run.id });
    expect(card.next[0]).toContain(`approve ${run.id}`);
    await expect(jin.call('runs.approve', { id: run.id, binding: run.binding ?? '' })).rejects.toMatchObject({
      code: 'not_allowed',
    });
    const mina = await connectAs('mina');
    await expect(mina.call('runs.approve', { id: run.id, binding: 'of an earlier look' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await mina.call('runs.approve', { id: run.id, binding: run.binding ?? '' });
    await mina.follow(run.id, 'end', () => {});
    expect(world.lamp.switched).toBe(1);
    const entries = await world.store.audit.list({ run: run.id, limit: 50 });
    const told = entries.map(({ act, actor, via, outcome, details }) => [
      act,
      actor,
      via,
      outcome,
      (details as { account?: string }).account,
    ]);
    expect(told).toContainEqual(['run.requested', 'jin', 'cli', 'ok', 'jin']);
    expect(told).toContainEqual(['approval.approved', 'jin', 'cli', 'refused', 'jin']);
    expect(told).toContainEqual(['approval.approved', 'mina', 'cli', 'ok', 'mina']);
    expect(told).toContainEqual(['step.intended', 'system', 'system', 'intended', undefined]);
  });

  it('root names a person, and the trail keeps both', async () => {
    await expect(connectAs('root')).rejects.toMatchObject({
      code: 'not_allowed',
      hint: expect.stringContaining('--as'),
    });
    await expect(connectAs('nobody')).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(connectAs('jin', 'mina')).rejects.toMatchObject({ code: 'not_allowed' });
    const root = await connectAs('root', 'mina');
    const params = { runbook: 'look', service: 'nextuse', params: {}, reason: '', isDryRun: false };
    const { run } = await root.call('runs.request', params);
    const entries = await world.store.audit.list({ run: run.id, limit: 50 });
    const entry = entries.find(({ act }) => act === 'run.requested');
    expect(entry).toMatchObject({ actor: 'mina', via: 'cli', details: { account: 'root' } });
  });

  it('params that it does not take and methods that it does not have are refused, the connection stays', async () => {
    const jin = await connectAs('jin');
    const find = (id: string) => jin.call('runs.find', { id });
    await expect(find('../../etc/passwd')).rejects.toMatchObject({ code: 'invalid_input' });
    const call = jin.call as (method: string, params: unknown) => Promise<unknown>;
    for (const method of ['constructor', '__proto__', 'toString', 'runs.nothing', ''])
      await expect(call(method, {})).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(call('runs.request', { actor: { person: 'mina' } })).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await jin.call('status.show', {})).toEqual({ lines: ['fine'] });
  });
});

describe('a hostile client', () => {
  it.each([
    ['garbage', 'GET / HTTP/1.1', 'json'],
    ['JSON of another kind', '[1,2,3]', 'json'],
    ['an unknown message', '{"type":"approve","id":1}', 'json'],
    ['an identity that it says itself', '{"type":"hello","protocol":1,"person":"mina"}', 'json'],
    ['a call before it is known', '{"type":"call","id":1,"method":"runs.list","params":{"limit":1}}', 'call'],
    ['a mark before the challenge', '{"type":"marked"}', 'marked'],
  ])('%s: refused, and hung up on', async (_, line, keys) => {
    const raw = await connectRaw();
    raw.say(line);
    await raw.closed;
    expect(raw.answers).toEqual([
      {
        type: 'refused',
        error: expect.objectContaining({ code: 'invalid_input', message: expect.stringContaining(keys) }),
      },
    ]);
  });

  it('another version is told which one is spoken here', async () => {
    const raw = await connectRaw();
    raw.say('{"type":"hello","protocol":2}');
    await raw.closed;
    expect(refusal(raw.answers).error?.message).toContain('version 2');
  });

  it('a mark that is missing, says something else, or is somewhere else is no mark', async () => {
    for (const leave of [
      async () => {},
      (mark: string) => createTestAccounts('mina').leaveMark(join(`${database}.marks`, mark), 'another nonce'),
      (mark: string) => writeFile(join(`${database}.marks`, mark), 'x'),
      (mark: string, nonce: string) => createTestAccounts('mina').leaveMark(join(folder, mark), nonce),
    ]) {
      const raw = await connectRaw();
      raw.say('{"type":"hello","protocol":1}');
      await until(() => raw.answers.length === 1);
      const { mark, nonce } = raw.answers[0] as { mark: string; nonce: string };
      await leave(mark, nonce);
      raw.say('{"type":"marked"}');
      await raw.closed;
      expect(refusal(raw.answers)).toMatchObject({ type: 'refused', error: { code: 'not_allowed' } });
    }
  });

  it('a line without end is cut off at the limit, in memory and in time', async () => {
    const raw = await connectRaw();
    raw.socket.write('x'.repeat(LIMITS.requestBytes + 1));
    await raw.closed;
    expect(refusal(raw.answers).error?.message).toContain('size');
  });

  it('one that sends a byte now and then has to have said who it is in time', async () => {
    const raw = await connectRaw();
    raw.socket.write('{');
    await new Promise((resolve) => setTimeout(resolve, 100));
    world.clock.forward('4s');
    raw.socket.write('"');
    world.clock.forward('2s');
    await raw.closed;
    expect(raw.answers).toEqual([]);
  });

  it('one that is known and asks for nothing makes room after a while; one that follows a run does not', async () => {
    const idle = await connectAs('jin');
    const following = await connectAs('mina');
    const { run } = await idle.call('runs.request', {
      runbook: 'light',
      service: 'nextuse',
      params: {},
      reason: '',
      isDryRun: false,
    });
    await world.until(run, 'awaiting_approval');
    const statuses: string[] = [];
    const followed = following.follow(run.id, 'end', (seen) => statuses.push(seen.run.status));
    for (let minute = 0; minute < 3; minute++) {
      world.clock.forward('1m');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await expect(idle.call('status.show', {})).rejects.toMatchObject({ code: 'unreachable' });
    world.clock.forward('15m');
    await followed;
    expect(statuses.at(-1)).toBe('expired');
  });

  it('more calls at once than are taken end the connection, and nobody else’s', async () => {
    const other = await connectAs('mina');
    const greedy = await connectAs('jin');
    const { run } = await other.call('runs.request', {
      runbook: 'light',
      service: 'nextuse',
      params: {},
      reason: '',
      isDryRun: false,
    });
    const all = Array.from({ length: LIMITS.callsInHand + 1 }, () => greedy.follow(run.id, 'end', () => {}));
    const ends = await Promise.allSettled(all);
    expect(ends.every(({ status }) => status === 'rejected')).toBe(true);
    expect(await other.call('status.show', {})).toEqual({ lines: ['fine'] });
  });

  it('a stale socket of a bot that died is no bot, and the next bot takes its place', async () => {
    await server.stop();
    const dead = createServer();
    await new Promise<void>((resolve) => dead.listen(`${database}.sock`, resolve));
    expect(await lstat(`${database}.sock`)).toBeDefined();
    await server.start();
    expect((await connectAs('jin')).person).toBe('jin');
    dead.close();
  });
});

describe('a hostile server', () => {
  it('cannot have a client leave links where it likes', async () => {
    await server.stop();
    const fake = createServer((socket) => {
      socket
        .resume()
        .write(`${JSON.stringify({ type: 'challenge', protocol: 1, mark: '../../escaped', nonce: 'x'.repeat(32) })}\n`);
    });
    await new Promise<void>((resolve) => fake.listen(`${database}.sock`, resolve));
    await expect(connectAs('jin')).rejects.toMatchObject({ code: 'unreachable' });
    await expect(lstat(join(folder, '..', 'escaped'))).rejects.toThrow('ENOENT');
    await new Promise((resolve) => fake.close(resolve));
  });

  it.each(['garbage', '{"type":"welcome"', '{"type":"nonsense"}'])('that says %s is no bot', async (line) => {
    await server.stop();
    const fake = createServer((socket) => socket.resume().end(`${line}\n`));
    await new Promise<void>((resolve) => fake.listen(`${database}.sock`, resolve));
    await expect(connectAs('jin')).rejects.toMatchObject({ code: 'unreachable' });
    await new Promise((resolve) => fake.close(resolve));
  });
});
