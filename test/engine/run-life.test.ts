import { afterEach, describe, expect, it } from 'vitest';
import { OpsError } from '../../src/core/errors.ts';
import type { Run } from '../../src/core/run.ts';
import { createEngineWorld, jin, mina, yuna, type EngineWorld } from '../support/engine-world.ts';

let world: EngineWorld;
afterEach(() => world.close());

const approve = (run: Run, actor = mina): Promise<Run> =>
  world.engine.approve(run.id, { actor, binding: run.binding ?? '' });
const acts = async (run: Run): Promise<string[]> =>
  (await world.store.audit.list({ run: run.id, limit: 100 })).toReversed().map((entry) => entry.act);

describe('the life of a run', () => {
  it('looks first, asks somebody else, acts once, verifies', async () => {
    world = await createEngineWorld();
    const asked = await world.until(await world.request(), 'awaiting_approval');
    expect(world.lamp.switched).toBe(0);
    expect(asked.steps[2]?.observed?.facts).toEqual({ isOn: false });
    await approve(asked);
    const ended = await world.ended(asked);
    expect(ended).toMatchObject({ status: 'succeeded', ending: 'done' });
    expect(world.lamp.switched).toBe(1);
    const all = await acts(asked);
    // What is asked at the same time is written as it comes back.
    expect([all[0], ...all.slice(1, 4).toSorted(), ...all.slice(4)]).toEqual([
      'run.requested',
      'step.observed',
      'step.read',
      'step.read',
      'approval.requested',
      'approval.approved',
      'step.intended',
      'step.applied',
      'step.read',
      'run.succeeded',
    ]);
  });

  it('has nothing to do when the world is already as wanted', async () => {
    world = await createEngineWorld();
    world.lamp.isOn = true;
    const ended = await world.ended(await world.request());
    expect(ended).toMatchObject({ status: 'succeeded', ending: 'settled' });
    expect(world.lamp.switched).toBe(0);
  });

  it('frees the lock at its end and refuses a second run before', async () => {
    world = await createEngineWorld();
    const first = await world.until(await world.request(), 'awaiting_approval');
    await expect(world.request('again', yuna)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(first.id),
    });
    await world.engine.cancel(first.id, jin);
    await expect(world.request('now', yuna)).resolves.toMatchObject({ status: 'pending' });
  });

  it('expires when nobody answers', async () => {
    world = await createEngineWorld();
    const asked = await world.until(await world.request(), 'awaiting_approval');
    world.clock.forward('15m');
    expect(await world.ended(asked)).toMatchObject({ status: 'expired' });
    await expect(approve(asked)).rejects.toMatchObject({ code: 'conflict' });
    expect(world.lamp.switched).toBe(0);
  });

  it('takes no lock and asks nobody for a runbook that only reads', async () => {
    world = await createEngineWorld();
    await world.until(await world.request(), 'awaiting_approval');
    expect(await world.ended(await world.request('', yuna, 'look'))).toMatchObject({ status: 'succeeded' });
  });
});

describe('approval', () => {
  it('never counts the requester', async () => {
    world = await createEngineWorld();
    const asked = await world.until(await world.request(), 'awaiting_approval');
    await expect(approve(asked, jin)).rejects.toMatchObject({ code: 'not_allowed' });
    expect((await world.store.runs.find(asked.id))?.status).toBe('awaiting_approval');
    expect((await acts(asked)).at(-1)).toBe('approval.approved');
    expect((await world.store.audit.list({ run: asked.id, limit: 1 }))[0]?.outcome).toBe('refused');
  });

  it('needs as many distinct people as policy says', async () => {
    world = await createEngineWorld({ policy: { approvals: 2 }, members: new Set(['U0YUNA']) });
    const asked = await world.until(await world.request(), 'awaiting_approval');
    await approve(asked, mina);
    await expect(approve(asked, mina)).rejects.toMatchObject({ code: 'not_allowed' });
    expect((await world.store.runs.find(asked.id))?.status).toBe('awaiting_approval');
    await approve(asked, yuna);
    expect(await world.ended(asked)).toMatchObject({ status: 'succeeded' });
  });

  it('says no when the group cannot be known', async () => {
    world = await createEngineWorld();
    const asked = await world.until(await world.request(), 'awaiting_approval');
    await expect(approve(asked, yuna)).rejects.toThrow(/Slack does not say/);
  });

  it('one of two clicks at the same moment wins and the step is done once', async () => {
    world = await createEngineWorld({ members: new Set(['U0YUNA']) });
    const asked = await world.until(await world.request(), 'awaiting_approval');
    const results = await Promise.allSettled([approve(asked, mina), approve(asked, yuna)]);
    expect(results.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await world.ended(asked);
    expect(world.lamp.switched).toBe(1);
  });

  it('is void when the world changes before the act, and asked anew', async () => {
    world = await createEngineWorld();
    const asked = await world.until(await world.request(), 'awaiting_approval');
    world.lamp.onLook = () => {
      world.lamp.isOn = true;
    };
    await approve(asked);
    // On by another hand: looked at anew, there is nothing left to do.
    expect(await world.ended(asked)).toMatchObject({ status: 'succeeded', ending: 'settled', round: 2 });
    expect(await acts(asked)).toContain('approval.voided');
    expect(world.lamp.switched).toBe(0);
  });

  it('a denial ends the run at once', async () => {
    world = await createEngineWorld();
    const asked = await world.until(await world.request(), 'awaiting_approval');
    await world.engine.deny(asked.id, { actor: mina, binding: asked.binding ?? '', reason: 'not now' });
    expect(await world.ended(asked)).toMatchObject({ status: 'canceled', ending: 'denied', endingReason: 'not now' });
  });
});

describe('trouble', () => {
  const approved = async (): Promise<Run> => {
    const asked = await world.until(await world.request(), 'awaiting_approval');
    return approve(asked);
  };

  it('stops at a failed step and goes on when told to', async () => {
    world = await createEngineWorld();
    world.lamp.onBefore = () => {
      throw new OpsError('remote_failed', 'The fuse is blown', { hint: 'Change it.' });
    };
    const stopped = await world.until(await approved(), 'needs_attention');
    expect(stopped.attention).toEqual({ kind: 'failed', step: 2 });
    world.lamp.onBefore = () => {};
    await world.engine.answer(stopped.id, { choice: 'retry', step: 2, attempt: 1 }, jin);
    expect(await world.ended(stopped)).toMatchObject({ status: 'succeeded' });
    expect(world.lamp.switched).toBe(1);
    await expect(world.engine.answer(stopped.id, { choice: 'retry', step: 2, attempt: 1 }, jin)).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('parks while a provider is down, says so, and goes on by itself', async () => {
    world = await createEngineWorld();
    let down = 2;
    world.lamp.onBefore = () => {
      if (down-- > 0) throw new OpsError('unreachable', 'The power station does not answer');
    };
    const run = await approved();
    for (let tries = 0; tries < 2; tries++) {
      const parked = await waitUntilParked(run);
      expect(parked.parkedReason).toBe('The power station does not answer');
      world.clock.forward('30s');
    }
    expect(await world.ended(run)).toMatchObject({ status: 'succeeded' });
    expect(world.lamp.switched).toBe(1);
  });

  it('asks the world when the answer was lost, and counts what happened as done', async () => {
    world = await createEngineWorld();
    world.lamp.onAfter = () => {
      throw new OpsError('outcome_unknown', 'The line went dead');
    };
    const ended = await world.ended(await approved());
    expect(ended.status).toBe('succeeded');
    expect(ended.steps[2]).toMatchObject({ status: 'succeeded', note: 'probed' });
    expect(world.lamp.switched).toBe(1);
  });

  it('rolls back what was applied, with an approval of its own', async () => {
    world = await createEngineWorld();
    world.lamp.onAfter = () => {
      world.lamp.isOn = false; // it goes out again, so verifying fails
    };
    const stopped = await world.until(await approved(), 'needs_attention');
    expect(stopped.attention?.step).toBe(3);
    world.lamp.isOn = true;
    world.lamp.onAfter = () => {};
    await world.engine.answer(
      stopped.id,
      { choice: 'rollback', step: 3, attempt: stopped.steps[3]?.attempt ?? 0 },
      jin,
    );
    const asked = await world.until(stopped, 'awaiting_approval');
    await approve(asked);
    expect(await world.ended(asked)).toMatchObject({ status: 'failed', ending: 'rolled_back' });
    expect(world.lamp.isOn).toBe(false);
  });

  it('skipping a destructive step needs the approval that doing it needs', async () => {
    world = await createEngineWorld();
    world.lamp.onBefore = () => {
      throw new OpsError('remote_failed', 'The fuse is blown');
    };
    const stopped = await world.until(await approved(), 'needs_attention');
    const skip = { choice: 'skip', step: 2, attempt: 1, reason: 'done by hand' } as const;
    await expect(world.engine.answer(stopped.id, skip, jin)).rejects.toMatchObject({ code: 'not_allowed' });
    world.lamp.isOn = true;
    await world.engine.answer(stopped.id, skip, mina);
    expect((await world.ended(stopped)).steps[2]).toMatchObject({ status: 'skipped', noteBy: 'mina' });
  });

  it('a cancel reaches the call in hand and says what had happened by then', async () => {
    world = await createEngineWorld();
    world.lamp.onAfter = () => new Promise(() => {});
    const run = await approved();
    while (world.lamp.switched === 0) await world.clock.sleep(5);
    await world.engine.cancel(run.id, jin);
    const ended = await world.ended(run);
    expect(ended).toMatchObject({ status: 'canceled', endingBy: 'jin' });
    expect(ended.steps[2]).toMatchObject({ status: 'succeeded', note: 'probed' });
  });

  it('does not act when audit cannot be written', async () => {
    world = await createEngineWorld();
    const asked = await world.until(await world.request(), 'awaiting_approval');
    const { update } = world.store.runs;
    world.store.runs.update = (id, now, decide) =>
      update.call(world.store.runs, id, now, (run) => {
        const change = decide(run);
        if (change?.audit.some((draft) => draft.act === 'step.intended')) throw new Error('disk full');
        return change;
      });
    await approve(asked);
    await world.clock.sleep(1_500);
    expect(world.lamp.switched).toBe(0);
    world.store.runs.update = update;
    expect(await world.ended(asked)).toMatchObject({ status: 'succeeded' });
    expect(world.lamp.switched).toBe(1);
  });

  async function waitUntilParked(run: Run): Promise<Run> {
    for (let tries = 0; tries < 200; tries++) {
      const now = await world.store.runs.find(run.id);
      if (now?.parkedUntil !== undefined && now.parkedUntil > world.clock.now().getTime()) return now;
      await world.clock.sleep(10);
    }
    throw new Error('never parked');
  }
});
