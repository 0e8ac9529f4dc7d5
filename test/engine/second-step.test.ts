import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { OpsError } from '../../src/core/errors.ts';
import type { Run } from '../../src/core/run.ts';
import { defineStep, type StepType } from '../../src/core/step.ts';
import { createEngineWorld, jin, mina, type EngineWorld } from '../support/engine-world.ts';

// One gate, two destructive steps under it: nobody has said yes to the second because of what became of the first.

let world: EngineWorld;
let bell: { rung: number; onLook: () => void; onRing: () => void };
beforeEach(() => {
  bell = { rung: 0, onLook: () => {}, onRing: () => {} };
});
afterEach(() => world.close());

const ringBell = defineStep({
  type: 'bell.ring',
  risk: 'destructive',
  params: z.object({}),
  title: () => 'Ring bell',
  describe: () => 'Ring the bell',
  async observe() {
    bell.onLook();
    return { summary: 'it hangs', facts: { hangs: true } };
  },
  async apply() {
    bell.onRing();
    bell.rung++;
    return { summary: 'rung' };
  },
  probe: async () => (bell.rung > 0 ? 'done' : 'not-done'),
}) as unknown as StepType<unknown>;

const RING = { type: 'bell.ring', params: {} };
const SWITCH = { type: 'lamp.switch', params: { to: true } };
const VERIFY = { type: 'lamp.verify', params: { to: true } };

const approve = (run: Run): Promise<Run> => world.engine.approve(run.id, { actor: mina, binding: run.binding ?? '' });
const cracked = (): void => {
  throw new OpsError('remote_failed', 'The bell is cracked');
};

describe('the second of two destructive steps', () => {
  it('is not done without approval because the first was skipped before the gate opened', async () => {
    world = await createEngineWorld({ steps: [ringBell], plan: [RING, SWITCH, VERIFY] });
    bell.onLook = cracked;
    const stopped = await world.until(await world.request(), 'needs_attention');
    expect(stopped.attention).toEqual({ kind: 'failed', step: 0 });
    await world.engine.answer(stopped.id, { choice: 'skip', step: 0, attempt: 0, reason: 'no bell' }, mina);
    const asked = await world.until(stopped, 'awaiting_approval');
    expect(world.lamp.switched).toBe(0);
    await approve(asked);
    expect(await world.ended(asked)).toMatchObject({ status: 'succeeded' });
    expect([bell.rung, world.lamp.switched]).toEqual([0, 1]);
  });

  it('is asked for anew when its target changed after the first was done', async () => {
    world = await createEngineWorld({ steps: [ringBell], plan: [RING, SWITCH, VERIFY] });
    bell.onRing = () => {
      world.lamp.colour = 'red';
    };
    const first = await world.until(await world.request(), 'awaiting_approval');
    await approve(first);
    const again = await waitForRound(first, 2);
    expect(again).toMatchObject({ status: 'awaiting_approval', notice: expect.stringContaining('colour – → red') });
    expect([bell.rung, world.lamp.switched]).toEqual([1, 0]);
    await expect(approve(first)).rejects.toMatchObject({ code: 'conflict' });
    await approve(again);
    expect(await world.ended(first)).toMatchObject({ status: 'succeeded', round: 2 });
    expect([bell.rung, world.lamp.switched]).toEqual([1, 1]);
  });

  it('is not looked at any more when it was skipped', async () => {
    world = await createEngineWorld({ steps: [ringBell], plan: [SWITCH, RING, VERIFY] });
    bell.onLook = cracked;
    const stopped = await world.until(await world.request(), 'needs_attention');
    await world.engine.answer(stopped.id, { choice: 'skip', step: 1, attempt: 0, reason: 'no bell' }, mina);
    await approve(await world.until(stopped, 'awaiting_approval'));
    const ended = await world.ended(stopped);
    expect(ended).toMatchObject({ status: 'succeeded', round: 1 });
    expect(ended.steps.map((step) => step.status)).toEqual(['succeeded', 'skipped', 'succeeded']);
    expect([bell.rung, world.lamp.switched]).toEqual([0, 1]);
  });

  it('fails without a word about the first, which can be rolled back with an approval of its own', async () => {
    world = await createEngineWorld({ steps: [ringBell], plan: [SWITCH, RING, VERIFY] });
    bell.onRing = cracked;
    await approve(await world.until(await world.request(), 'awaiting_approval'));
    const [run] = await world.store.runs.list({ limit: 1 });
    const stopped = await world.until(run as Run, 'needs_attention');
    expect([stopped.attention, world.lamp.isOn]).toEqual([{ kind: 'failed', step: 1 }, true]);
    await world.engine.answer(stopped.id, { choice: 'rollback', step: 1, attempt: 1 }, jin);
    const asked = await world.until(stopped, 'awaiting_approval');
    expect(asked.binding).not.toBe(stopped.binding);
    expect(world.lamp.isOn).toBe(true);
    await expect(approve(stopped)).rejects.toMatchObject({ code: 'conflict' });
    await approve(asked);
    expect(await world.ended(asked)).toMatchObject({ status: 'failed', ending: 'rolled_back' });
    expect([bell.rung, world.lamp.isOn]).toEqual([0, false]);
  });
});

async function waitForRound({ id }: Run, round: number): Promise<Run> {
  for (let tries = 0; tries < 300; tries++) {
    const run = await world.store.runs.find(id);
    if (run?.round === round && run.status !== 'observing') return run;
    await world.clock.sleep(10);
  }
  throw new Error('was not asked anew');
}
