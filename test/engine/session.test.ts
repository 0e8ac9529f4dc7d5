import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Run } from '../../src/core/run.ts';
import type { RunChange, Store } from '../../src/core/store.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { LEASE_MS, LostOwnership, openSession, type Session, type SessionDeps } from '../../src/engine/session.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { newRun } from '../store/store.contract.ts';
import { createTestClock, type TestClock } from '../support/clock.ts';

let store: Store;
let clock: TestClock;
let run: Run;
beforeEach(async () => {
  store = await openSqliteStore(':memory:');
  clock = createTestClock();
  run = await store.runs.create(newRun(), { isLocking: true, audit: [], messages: [] });
});
afterEach(() => store.close());

const open = (owner: string): Promise<Session | undefined> => {
  const deps = { store, clock, owner, texts: catalogues.en, onMessages() {} } as unknown as SessionDeps;
  return openSession(run.id, deps, new AbortController());
};
const getSession = async (owner: string): Promise<Session> => {
  const session = await open(owner);
  if (!session) throw new Error('not free');
  return session;
};
const write = (change: NonNullable<RunChange['run']>): Promise<Run> =>
  store.runs.update(run.id, clock.now(), () => ({ run: change, audit: [] }));
const note = (session: Session): Promise<Run> => session.update(() => ({ run: { notice: 'written' }, audit: [] }));
const stored = async (): Promise<Run | undefined> => store.runs.find(run.id);

describe('taking a run', () => {
  it('gives it an owner, a lease and the next fence number', async () => {
    const session = await getSession('own_a');
    expect(session.epoch).toBe(1);
    expect(await stored()).toMatchObject({ owner: 'own_a', epoch: 1 });
    expect((await stored())?.leaseUntil).toBeGreaterThan(clock.now().getTime() + LEASE_MS - 1_000);
  });

  it('is left alone while another lives, and done when its lease is over', async () => {
    await getSession('own_a');
    expect(await open('own_b')).toBeUndefined();
    clock.forward('16s');
    expect((await getSession('own_b')).epoch).toBe(2);
  });

  it('is done at once when it was given back, and not when it has ended', async () => {
    await getSession('own_a');
    await write({ owner: undefined, leaseUntil: undefined });
    await getSession('own_b');
    await write({ owner: undefined, leaseUntil: undefined, status: 'succeeded', endedAt: 1 });
    expect(await open('own_c')).toBeUndefined();
    expect(await stored()).toMatchObject({ epoch: 2 });
  });
});

describe('the fence', () => {
  it('lets its owner write, and renews the lease with it', async () => {
    const session = await getSession('own_a');
    clock.forward('10s');
    await note(session);
    clock.forward('10s');
    expect(await open('own_b')).toBeUndefined();
    expect(await stored()).toMatchObject({ notice: 'written', owner: 'own_a' });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['another took it', async () => (clock.forward('16s'), await getSession('own_b'))],
    ['it was given back', () => write({ owner: undefined, leaseUntil: undefined })],
    ['the same owner took it anew', () => getSession('own_a')],
  ])('keeps out who had it before: %s', async (_name, happen) => {
    const session = await getSession('own_a');
    await happen();
    const before = await stored();
    let wasAsked = false;
    const late = session.update(() => {
      wasAsked = true;
      return { run: { notice: 'late' }, audit: [] };
    });
    await expect(late).rejects.toBeInstanceOf(LostOwnership);
    await expect(session.requireOwnership()).rejects.toBeInstanceOf(LostOwnership);
    expect(wasAsked).toBe(false);
    expect(await stored()).toEqual(before);
  });

  it('writes nothing when there is nothing to change or deciding fails', async () => {
    const session = await getSession('own_a');
    const before = await stored();
    clock.forward('1s');
    await session.update(() => undefined);
    const wrong = new Error('no');
    await expect(
      session.update(() => {
        throw wrong;
      }),
    ).rejects.toBe(wrong);
    expect(await stored()).toEqual(before);
  });

  it('does not let a canceled run act', async () => {
    const session = await getSession('own_a');
    await expect(session.requireOwnership()).resolves.toMatchObject({ id: run.id });
    await write({ cancelRequestedBy: 'jin' });
    await expect(session.requireOwnership()).rejects.toMatchObject({ code: 'conflict' });
    // Its end can still be written.
    await expect(note(session)).resolves.toMatchObject({ notice: 'written' });
  });
});
