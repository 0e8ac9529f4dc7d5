import { afterEach, describe, expect, it } from 'vitest';
import { OpsError } from '../../src/core/errors.ts';
import type { Run, RunStep } from '../../src/core/run.ts';
import { createEngineWorld, jin, mina, type EngineWorld } from '../support/engine-world.ts';

// A first engine is left in the middle of a step, as if its machine had frozen; a second one starts on the same database.

let world: EngineWorld;
let thaw: () => void;
afterEach(async () => {
  thaw();
  await world.close();
});

type Where = 'before' | 'after';

/** A run whose lamp is being switched by an engine that hangs there, or right after. */
async function freeze(where: Where): Promise<Run> {
  const frozen = new Promise<void>((resolve) => (thaw = resolve));
  let isFirst = true;
  const hang = (): Promise<void> | undefined => {
    if (!isFirst) return undefined;
    isFirst = false;
    return frozen;
  };
  world.lamp[where === 'before' ? 'onBefore' : 'onAfter'] = hang;
  const asked = await world.until(await world.request(), 'awaiting_approval');
  await world.engine.approve(asked.id, { actor: mina, binding: asked.binding ?? '' });
  await waitUntil(async () => !isFirst);
  return getRun(asked);
}

async function waitUntil(isMet: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await isMet()) return;
    await world.clock.sleep(5);
  }
  throw new Error('waited in vain');
}

async function getRun({ id }: Run): Promise<Run> {
  const run = await world.store.runs.find(id);
  if (!run) throw new Error('no run');
  return run;
}

const stepOf = (run: Run): RunStep => run.steps[2] as RunStep;
const acts = async (run: Run): Promise<string[]> =>
  (await world.store.audit.list({ run: run.id, limit: 100 })).toReversed().map((entry) => entry.act);
const answer = (run: Run, choice: 'retry' | 'abort' | 'happened' | 'did_not'): Promise<Run> =>
  world.engine.answer(run.id, { choice, step: 2, attempt: stepOf(run).attempt }, jin);

describe('an intent without a result', () => {
  it('is on record before the act', async () => {
    world = await createEngineWorld();
    const run = await freeze('before');
    expect(stepOf(run)).toMatchObject({ status: 'running', attempt: 1, epoch: run.epoch });
    expect((await acts(run)).at(-1)).toBe('step.intended');
  });

  it('is recorded as done when the world says so, and the run goes on', async () => {
    world = await createEngineWorld();
    const run = await freeze('after');
    await world.restart();
    const ended = await world.ended(run);
    expect(ended).toMatchObject({ status: 'succeeded', ending: 'done' });
    expect(stepOf(ended)).toMatchObject({ status: 'succeeded', note: 'probed', attempt: 1 });
    expect((await acts(run)).slice(-5)).toEqual([
      'approval.approved',
      'step.intended',
      'step.probed',
      'step.read',
      'run.succeeded',
    ]);
    expect(world.lamp.switched).toBe(1);
  });

  it('asks a person when it did not happen, and does nothing by itself', async () => {
    world = await createEngineWorld();
    const run = await freeze('before');
    await world.restart();
    const stopped = await world.until(run, 'needs_attention');
    expect(stopped.attention).toEqual({ kind: 'interrupted', step: 2 });
    expect(stepOf(stopped)).toMatchObject({ status: 'failed', attempt: 1 });
    world.clock.forward('1h');
    await world.clock.sleep(30);
    expect(await getRun(run)).toEqual(stopped);
    expect(world.lamp.switched).toBe(0);
  });

  it('that did not happen is tried again when told to, under the approval it had', async () => {
    world = await createEngineWorld();
    const run = await freeze('before');
    await world.restart();
    await answer(await world.until(run, 'needs_attention'), 'retry');
    const ended = await world.ended(run);
    expect(ended).toMatchObject({ status: 'succeeded', round: 1 });
    expect(stepOf(ended).attempt).toBe(2);
    expect(world.lamp.switched).toBe(1);
  });

  it('that did not happen ends when told to', async () => {
    world = await createEngineWorld();
    const run = await freeze('before');
    await world.restart();
    await answer(await world.until(run, 'needs_attention'), 'abort');
    expect(await world.ended(run)).toMatchObject({ status: 'failed', ending: 'aborted', endingBy: 'jin' });
    expect(world.lamp.switched).toBe(0);
  });

  it.each(['retry', 'happened', 'did_not'] as const)(
    'whose outcome nobody can tell is a person’s answer: %s',
    async (choice) => {
      world = await createEngineWorld();
      world.lamp.onProbe = () => 'unknown';
      const run = await freeze(choice === 'did_not' ? 'before' : 'after');
      await world.restart();
      const stopped = await world.until(run, 'needs_attention');
      expect(stopped.attention).toEqual({ kind: 'outcome_unknown', step: 2, howToCheck: ['look at the lamp'] });
      expect(stepOf(stopped).status).toBe('unknown');
      if (choice === 'retry') {
        await expect(answer(stopped, 'retry')).rejects.toMatchObject({ code: 'conflict' });
        return;
      }
      await answer(stopped, choice);
      if (choice === 'happened') {
        const ended = await world.ended(run);
        expect(ended.status).toBe('succeeded');
        expect(stepOf(ended)).toMatchObject({ status: 'succeeded', note: 'attested', noteBy: 'jin' });
        expect(world.lamp.switched).toBe(1);
      } else {
        const asked = await getRun(run);
        expect(asked).toMatchObject({ status: 'needs_attention', attention: { kind: 'interrupted', step: 2 } });
        expect(world.lamp.switched).toBe(0);
      }
    },
  );

  it('is asked about again later while nobody answers, once each time', async () => {
    world = await createEngineWorld();
    let probed = 0;
    world.lamp.onProbe = () => {
      probed++;
      if (probed < 3) throw new OpsError('unreachable', 'The lamp does not answer');
      return 'done';
    };
    const run = await freeze('after');
    await world.restart();
    for (const times of [1, 2]) {
      await waitUntil(async () => ((await getRun(run)).parkedUntil ?? 0) > world.clock.now().getTime());
      await world.clock.sleep(30);
      expect(probed).toBe(times);
      expect(stepOf(await getRun(run)).status).toBe('running');
      // Less than the deadline of the step in the engine that hangs, which would end in a look of its own.
      world.clock.forward('10s');
    }
    expect(await world.ended(run)).toMatchObject({ status: 'succeeded' });
    expect([probed, world.lamp.switched]).toEqual([3, 1]);
  });

  it('is read again without asking when it only reads', async () => {
    world = await createEngineWorld();
    const frozen = new Promise<void>((resolve) => (thaw = resolve));
    let looks = 0;
    world.lamp.onLook = () => (looks++ < 2 ? frozen : undefined);
    const run = await world.request();
    await waitUntil(async () => looks === 2);
    await world.restart();
    const asked = await world.until(run, 'awaiting_approval');
    expect(asked.steps[0]).toMatchObject({ status: 'succeeded', attempt: 2 });
  });
});

describe('the engine that was left behind', () => {
  it.each<Where>(['before', 'after'])(
    'can write nothing more when it goes on after all (%s the act)',
    async (where) => {
      world = await createEngineWorld();
      world.lamp.onProbe = () => 'unknown';
      const run = await freeze(where);
      await world.restart();
      const stopped = await world.until(run, 'needs_attention');
      const before = [await getRun(run), await acts(run)];
      thaw();
      await waitUntil(async () => world.lamp.switched === 1);
      await world.clock.sleep(50);
      expect([await getRun(run), await acts(run)]).toEqual(before);
      expect(stopped.epoch).toBe((before[0] as Run).epoch);
      expect(await acts(run)).not.toContain('step.applied');
    },
  );

  it('does not act at all when it lost the run between its intent and the act', async () => {
    world = await createEngineWorld();
    const frozen = new Promise<void>((resolve) => (thaw = resolve));
    const { update } = world.store.runs;
    let isFrozen = false;
    world.store.runs.update = async (id, now, decide) => {
      let isIntent = false;
      const after = await update.call(world.store.runs, id, now, (run) => {
        const change = decide(run);
        isIntent = change?.audit.some((draft) => draft.act === 'step.intended') === true && !isFrozen;
        return change;
      });
      if (isIntent) {
        isFrozen = true;
        await frozen;
      }
      return after;
    };
    const asked = await world.until(await world.request(), 'awaiting_approval');
    await world.engine.approve(asked.id, { actor: mina, binding: asked.binding ?? '' });
    await waitUntil(async () => isFrozen);
    await world.restart();
    const stopped = await world.until(asked, 'needs_attention');
    expect(stopped.attention).toEqual({ kind: 'interrupted', step: 2 });
    thaw();
    await world.clock.sleep(50);
    expect(world.lamp.switched).toBe(0);
    expect(await getRun(asked)).toEqual(stopped);
  });
});
