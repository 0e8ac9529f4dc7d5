import { afterEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/core/actor.ts';
import { OpsError } from '../../src/core/errors.ts';
import type { Run } from '../../src/core/run.ts';
import { createEngineWorld, jin, mina, yuna, type EngineWorld } from '../support/engine-world.ts';

let world: EngineWorld;
afterEach(() => world.close());

const blown = (): void => {
  throw new OpsError('remote_failed', 'The fuse is blown');
};
const skip = (
  run: Run,
  actor: Actor,
  change: { step?: number; attempt?: number; reason?: string } = {},
): Promise<Run> =>
  world.engine.answer(run.id, { choice: 'skip', step: 2, attempt: 1, reason: 'done by hand', ...change }, actor);

/** Stands still at the lamp, approved by two. */
async function stopAtLamp(): Promise<Run> {
  world = await createEngineWorld({ policy: { approvals: 2 }, members: new Set(['U0YUNA']) });
  world.lamp.onBefore = blown;
  const asked = await world.until(await world.request(), 'awaiting_approval');
  for (const actor of [mina, yuna]) await world.engine.approve(asked.id, { actor, binding: asked.binding ?? '' });
  const stopped = await world.until(asked, 'needs_attention');
  world.lamp.isOn = true;
  return stopped;
}

describe('skipping a destructive step', () => {
  it('needs as many people as doing it, and theirs anew', async () => {
    const stopped = await stopAtLamp();
    expect(await skip(stopped, mina)).toMatchObject({ status: 'needs_attention', attention: { step: 2 } });
    await expect(skip(stopped, mina)).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(skip(stopped, jin)).rejects.toMatchObject({ code: 'not_allowed' });
    expect((await world.store.runs.find(stopped.id))?.steps[2]?.status).toBe('failed');
    await skip(stopped, yuna);
    const ended = await world.ended(stopped);
    expect(ended.status).toBe('succeeded');
    expect(ended.steps[2]).toMatchObject({
      status: 'skipped',
      note: 'skipped',
      noteBy: 'yuna',
      noteReason: 'done by hand',
    });
    expect(world.lamp.switched).toBe(0);
  });

  it('is about the try that was seen: a yes to skipping an earlier one does not count', async () => {
    const first = await stopAtLamp();
    world.lamp.isOn = false;
    await skip(first, mina);
    await world.engine.answer(first.id, { choice: 'retry', step: 2, attempt: 1 }, jin);
    const second = await world.until(first, 'needs_attention');
    expect(second.steps[2]?.attempt).toBe(2);
    await expect(skip(second, yuna, { attempt: 1 })).rejects.toMatchObject({ code: 'conflict' });
    expect(await skip(second, yuna, { attempt: 2 })).toMatchObject({ status: 'needs_attention' });
  });

  it.each(['', '  \n', undefined])('needs a reason (%j)', async (reason) => {
    const stopped = await stopAtLamp();
    const answer = { choice: 'skip', step: 2, attempt: 1, ...(reason !== undefined && { reason }) } as const;
    await expect(world.engine.answer(stopped.id, answer, mina)).rejects.toMatchObject({ code: 'invalid_input' });
    expect((await world.store.runs.find(stopped.id))?.votes.filter((vote) => vote.decision === 'skip')).toEqual([]);
  });
});

it('a step that only reads can be skipped by any operator, also who asked for the run', async () => {
  world = await createEngineWorld({ policy: { approvals: 2 } });
  world.lamp.onLook = blown;
  const stopped = await world.until(await world.request(), 'needs_attention');
  expect(stopped.attention).toEqual({ kind: 'failed', step: 0 });
  world.lamp.onLook = () => {};
  await skip(stopped, jin, { step: 0 });
  const asked = await world.until(stopped, 'awaiting_approval');
  expect(asked.steps[0]).toMatchObject({ status: 'skipped', noteBy: 'jin' });
  expect(world.lamp.looked).toBe(0);
});
