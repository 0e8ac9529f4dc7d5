import { afterEach, expect, it } from 'vitest';
import { createEngineWorld, jin, mina, yuna, type EngineWorld } from '../support/engine-world.ts';

let world: EngineWorld;
afterEach(() => world.close());

const LAMP_STEP = 2;

it('begun while the world is looked at for the last time: the intent is refused in its own transaction', async () => {
  world = await createEngineWorld();
  const run = await world.until(await world.request(), 'awaiting_approval');
  let looks = 0;
  world.lamp.onLook = async () => {
    looks++;
    if (looks === 1) await world.engine.freeze(yuna, 'wait');
  };
  await world.engine.approve(run.id, { actor: mina, binding: run.binding ?? '' });
  const stopped = await world.until(run, 'needs_attention');
  expect(looks).toBeGreaterThan(0);
  expect(world.lamp.switched).toBe(0);
  expect(stopped.attention).toEqual({ kind: 'frozen', step: LAMP_STEP });
  const answer = { choice: 'retry', step: LAMP_STEP, attempt: 0 } as const;
  await expect(world.engine.answer(run.id, answer, jin)).rejects.toThrow(/frozen/);
  await world.engine.unfreeze(yuna);
  await world.engine.answer(run.id, answer, jin);
  await world.until(run, 'succeeded');
  expect(world.lamp.switched).toBe(1);
  const acts = (await Array.fromAsync(world.store.audit.scan())).map(({ act }) => act);
  expect(acts.filter((act) => act === 'step.intended')).toHaveLength(1);
  expect(acts.filter((act) => act === 'step.frozen')).toHaveLength(1);
});

it('a frozen run can be aborted, and holds its service until then', async () => {
  world = await createEngineWorld();
  const run = await world.until(await world.request(), 'awaiting_approval');
  world.lamp.onLook = async () => {
    if (!(await world.engine.findFreeze())) await world.engine.freeze(yuna, '');
  };
  await world.engine.approve(run.id, { actor: mina, binding: run.binding ?? '' });
  await world.until(run, 'needs_attention');
  expect(await world.store.runs.findHolder('nextuse')).toMatchObject({ runId: run.id });
  await world.engine.answer(run.id, { choice: 'abort', step: LAMP_STEP, attempt: 0 }, jin);
  await world.until(run, 'failed');
  expect(await world.store.runs.findHolder('nextuse')).toBeUndefined();
});

it('a run that only reads is none of its business', async () => {
  world = await createEngineWorld();
  await world.engine.freeze(jin, 'wait');
  await world.until(await world.request('look', jin, 'look'), 'succeeded');
});
