import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { findBrokenEntry } from '../../src/core/audit.ts';
import { systemClock } from '../../src/core/clock.ts';
import { findRunId } from '../../src/core/ids.ts';
import type { Store } from '../../src/core/store.ts';
import { openPostgresStore } from '../../src/store/postgres.ts';
import { createEngineWorld, jin, mina, type EngineWorld } from '../support/engine-world.ts';
import { createQuietLog } from '../support/quiet-log.ts';
import { startPostgres, type PostgresServer } from '../support/postgres-server.ts';
import { waitUntil } from '../slack/delivery-world.ts';

const main = join(import.meta.dirname, '..', 'support', 'replica-main.ts');
let server: PostgresServer;
let url: string;
let worlds: EngineWorld[] = [];
let children: ChildProcess[] = [];

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.remove());
beforeEach(async () => {
  url = await server.createDatabase();
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(worlds.map((world) => world.close()));
  [worlds, children] = [[], []];
});

/** A replica in this process. */
async function startReplica(): Promise<EngineWorld> {
  const store = await openPostgresStore(url, { clock: systemClock, log: createQuietLog() });
  const world = await createEngineWorld({ store });
  store.peers.onNews(() => world.engine.heed());
  store.peers.join();
  worlds.push(world);
  return world;
}

/** A replica as a process; gives what it says, line by line. */
function startProcess(...args: string[]): { child: ChildProcess; said: () => string } {
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env['PATH'] ?? '', DATABASE: url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (said += String(data)));
  return { child, said: () => said };
}

async function until(said: () => string, words: RegExp): Promise<string> {
  for (let tries = 0; tries < 600; tries++) {
    const found = words.exec(said());
    if (found) return found[0];
    await systemClock.sleep(50);
  }
  throw new Error(`never said ${String(words)}: ${said()}`);
}

const trailOf = async ({ audit }: Store) => await Array.fromAsync(audit.scan());

it('three processes start at once on an empty database', async () => {
  const started = [startProcess(), startProcess(), startProcess()];
  for (const { said } of started) await until(said, /up/);
});

it('killed in the middle of a step: another takes the run over after the lease, asks, and does nothing twice', async () => {
  const { child, said } = startProcess('run');
  const id = findRunId((await until(said, /acting run_\w+/)).slice('acting '.length));
  if (!id) throw new Error('no run');
  child.kill('SIGKILL');
  const world = await startReplica();
  const left = await world.store.runs.find(id);
  if (!left) throw new Error('no run');
  expect(left).toMatchObject({ status: 'running' });
  // The lease of the dead is not over: nobody touches the run.
  await systemClock.sleep(2_000);
  expect((await world.store.runs.find(id))?.epoch).toBe(left.epoch);
  world.clock.forward('16s');
  const asks = await world.until(left, 'needs_attention');
  expect(asks.attention).toEqual({ kind: 'interrupted', step: 2 });
  expect(world.lamp.switched).toBe(0);
  await world.engine.answer(id, { choice: 'retry', step: 2, attempt: 1 }, jin);
  expect(await world.ended(asks)).toMatchObject({ status: 'succeeded' });
  expect(world.lamp.switched).toBe(1);
  const trail = await trailOf(world.store);
  expect(findBrokenEntry(trail)).toBeUndefined();
  expect(trail.filter(({ act }) => act === 'step.intended')).toHaveLength(2);
});

it('two replicas drive each run once, whoever is asked', async () => {
  const [first, second] = [await startReplica(), await startReplica()];
  for (let count = 0; count < 6; count++) {
    const asker = count % 2 === 0 ? first : second;
    const decider = count % 2 === 0 ? second : first;
    for (const { lamp } of worlds) lamp.isOn = false;
    const before = first.lamp.switched + second.lamp.switched;
    const asked = await asker.until(await asker.request(), 'awaiting_approval');
    await decider.engine.approve(asked.id, { actor: mina, binding: asked.binding ?? '' });
    await asker.ended(asked);
    expect(first.lamp.switched + second.lamp.switched).toBe(before + 1);
  }
  expect(findBrokenEntry(await trailOf(first.store))).toBeUndefined();
});

it('a cancel at one replica reaches the call that another has in hand', async () => {
  const [first, second] = [await startReplica(), await startReplica()];
  for (const { lamp } of worlds) lamp.onAfter = () => new Promise(() => {});
  const asked = await first.until(await first.request(), 'awaiting_approval');
  await first.engine.approve(asked.id, { actor: mina, binding: asked.binding ?? '' });
  await waitUntil(() => first.lamp.switched + second.lamp.switched === 1, 'the call');
  const other = first.lamp.switched === 1 ? second : first;
  await other.engine.cancel(asked.id, jin);
  const ended = await other.ended(asked);
  expect(ended).toMatchObject({ status: 'canceled', endingBy: 'jin' });
  expect(ended.steps[2]).toMatchObject({ status: 'succeeded', note: 'probed' });
});
