import { afterEach, describe, expect, it } from 'vitest';
import { toLocalDay } from '../../src/core/local-day.ts';
import { createDailyHead, type DailyHead } from '../../src/engine/daily-head.ts';
import type { Run } from '../../src/core/run.ts';
import { createEngineWorld, mina, testInventory, type EngineWorld } from '../support/engine-world.ts';

let world: EngineWorld;
const daily: DailyHead[] = [];
afterEach(async () => {
  await Promise.all(daily.splice(0).map((each) => each.stop()));
  await world.close();
});

const headOf = (run: Run) => world.store.messages.find(`${run.id}/audit`);

describe('the head of the audit chain', () => {
  it('is wanted in the transaction that ends a run: the last entry is the run’s own end', async () => {
    world = await createEngineWorld();
    const asked = await world.until(await world.request(), 'awaiting_approval');
    expect(await headOf(asked)).toBeUndefined();
    await world.engine.approve(asked.id, { actor: mina, binding: asked.binding ?? '' });
    await world.ended(asked);
    const [last] = await world.store.audit.list({ run: asked.id, limit: 1 });
    expect(last?.act).toBe('run.succeeded');
    expect(await headOf(asked)).toMatchObject({
      kind: 'audit_head',
      channel: 'C0AUDIT',
      body: { sequence: last?.sequence, hash: last?.hash },
    });
  });

  it('is wanted for runs that a person ends, too: denied and canceled', async () => {
    world = await createEngineWorld();
    const first = await world.until(await world.request(), 'awaiting_approval');
    await world.engine.deny(first.id, { actor: mina, binding: first.binding ?? '' });
    const second = await world.until(await world.request(), 'awaiting_approval');
    await world.engine.cancel(second.id, second.requestedBy);
    for (const [run, act] of [
      [first, 'run.canceled'],
      [second, 'run.canceled'],
    ] as const) {
      const entries = await world.store.audit.list({ run: run.id, limit: 1 });
      expect(entries[0]?.act).toBe(act);
      expect((await headOf(run))?.body).toMatchObject({ hash: entries[0]?.hash });
    }
  });
});

describe('each morning at nine', () => {
  const keyOf = (at: Date): string => `audit/${toLocalDay(at, 'Asia/Seoul', 9)}`;

  /** As the app has it, on the world's database and clock. */
  function watch(): DailyHead {
    const { store, clock, log } = world;
    const each = createDailyHead({ store, clock, log, inventory: testInventory(), onMessages() {} });
    daily.push(each);
    each.start();
    return each;
  }

  async function until(isMet: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 200 && !(await isMet()); tries++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await isMet()).toBe(true);
  }

  it('the head is posted once, also after restarts, and again the next day when nothing changed', async () => {
    world = await createEngineWorld();
    const { store, clock } = world;
    await store.audit.append(
      [{ actor: 'jin', via: 'slack', act: 'run.requested', subject: {}, outcome: 'ok' }],
      clock.now(),
    );
    watch();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await store.messages.find(keyOf(clock.now()))).toBeUndefined();

    for (let day = 0; day < 2; day++) {
      clock.forward('24h');
      const key = keyOf(clock.now());
      await until(async () => (await store.messages.find(key)) !== undefined);
      expect(await store.messages.find(key)).toMatchObject({
        kind: 'audit_head',
        channel: 'C0AUDIT',
        wantedVersion: 1,
        body: { sequence: 1, hash: (await store.audit.head())?.hash },
      });
      await daily.at(-1)?.stop();
      watch();
      clock.forward('2m');
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect((await store.messages.find(key))?.wantedVersion).toBe(1);
    }
    expect(await store.messages.listDue(clock.now(), 10)).toHaveLength(2);
  });
});
