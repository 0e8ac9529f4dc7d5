import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBrokenEntry, type AuditDraft } from '../../src/core/audit.ts';
import { newRunId } from '../../src/core/ids.ts';
import type { Run } from '../../src/core/run.ts';
import type { Store } from '../../src/core/store.ts';

export interface StoreSetup {
  /** A store on an empty database. */
  open(): Promise<Store>;
  /** The same database again, as after a restart. */
  reopen(store: Store): Promise<Store>;
  cleanUp(): Promise<void>;
}

const at = new Date('2026-11-21T03:00:00.000Z');
const requested: AuditDraft = {
  actor: 'jin',
  via: 'slack',
  act: 'run.requested',
  subject: { service: 'nextuse' },
  outcome: 'ok',
};

export function newRun(overrides: Partial<Run> = {}): Run {
  const step = {
    type: 'lamp.switch',
    params: { to: true },
    risk: 'destructive' as const,
    title: 'Switch',
    description: 'Switch it',
  };
  return {
    id: newRunId(at),
    runbook: 'failover',
    service: 'nextuse',
    params: {},
    reason: '집 공유기가 죽었음 🔥',
    isDryRun: false,
    plan: { steps: [step], gates: [] },
    planHash: 'abc',
    status: 'pending',
    round: 1,
    clearedUpTo: 0,
    isRollingBack: false,
    requestedBy: { person: 'jin', slackId: 'U0JIN', via: 'slack' },
    channel: 'C0INCIDENTS',
    createdAt: at.getTime(),
    updatedAt: at.getTime(),
    epoch: 0,
    steps: [{ index: 0, plan: step, status: 'pending', attempt: 0, epoch: 0 }],
    votes: [],
    ...overrides,
  };
}

/** What every store promises. Called by one test file per adapter. */
export function testStore(name: string, setup: StoreSetup): void {
  describe(`${name} store`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await setup.open();
    });
    afterEach(async () => {
      await store.close();
      await setup.cleanUp();
    });
    const create = (run: Run, isLocking = true): Promise<Run> =>
      store.runs.create(run, { isLocking, audit: [requested], messages: [] });

    it('gives back a run as it was stored, also after a restart', async () => {
      const run = await create(newRun());
      expect(await store.runs.find(run.id)).toEqual(run);
      store = await setup.reopen(store);
      expect(await store.runs.find(run.id)).toEqual(run);
    });

    it('holds one run a service, says who holds it, and frees it at the end', async () => {
      const first = await create(newRun());
      await expect(create(newRun())).rejects.toMatchObject({ code: 'conflict', details: { holder: first.id } });
      await expect(create(newRun(), false)).resolves.toBeDefined();
      await expect(create(newRun({ service: 'other' }))).resolves.toBeDefined();
      expect(await store.runs.findHolder('nextuse')).toEqual({ runId: first.id, since: at.getTime(), person: 'jin' });
      await store.runs.update(first.id, at, () => ({ run: { status: 'succeeded' }, audit: [] }));
      expect(await store.runs.findHolder('nextuse')).toBeUndefined();
      await expect(create(newRun())).resolves.toBeDefined();
    });

    it('writes all of a change or nothing', async () => {
      const run = await create(newRun());
      const vote = { person: 'mina', via: 'slack', decision: 'approve', subject: 'b', at: 1 } as const;
      await store.runs.update(run.id, at, () => ({ vote, audit: [requested] }));
      const before = await store.audit.head();
      const twice = store.runs.update(run.id, at, () => ({
        run: { status: 'running' },
        steps: [{ index: 0, status: 'running' }],
        vote,
        audit: [requested],
        messages: [{ key: 'k', kind: 'card', channel: 'C0INCIDENTS' }],
      }));
      await expect(twice).rejects.toThrow();
      expect(await store.runs.find(run.id)).toMatchObject({
        status: 'pending',
        steps: [{ status: 'pending' }],
        votes: [vote],
      });
      expect(await store.audit.head()).toEqual(before);
      expect(await store.messages.find('k')).toBeUndefined();
    });

    it('lets each decision see the one before: of two at once, none is lost', async () => {
      const run = await create(newRun());
      const add = (): Promise<Run> =>
        store.runs.update(run.id, at, (seen) => ({ run: { epoch: seen.epoch + 1 }, audit: [requested] }));
      await Promise.all(Array.from({ length: 10 }, add));
      expect((await store.runs.find(run.id))?.epoch).toBe(10);
    });

    it('clears what is set to undefined, and leaves out what a decision throws at', async () => {
      const run = await create(newRun({ owner: 'own_a', leaseUntil: 5 }));
      const after = await store.runs.update(run.id, at, () => ({
        run: { owner: undefined, leaseUntil: undefined },
        audit: [],
      }));
      expect('owner' in after || 'leaseUntil' in after).toBe(false);
      expect(await store.runs.find(run.id)).toEqual(after);
      const refuse = (): never => {
        throw new Error('no');
      };
      await expect(store.runs.update(run.id, at, refuse)).rejects.toThrow('no');
    });

    it('lists what should be driven: free, own, or left by an owner whose lease is over', async () => {
      const free = await create(newRun({ service: 'a' }));
      const own = await create(newRun({ service: 'b', owner: 'me', leaseUntil: at.getTime() + 1 }));
      const left = await create(newRun({ service: 'c', owner: 'you', leaseUntil: at.getTime() - 1 }));
      await create(newRun({ service: 'd', owner: 'you', leaseUntil: at.getTime() + 1 }));
      await create(newRun({ service: 'e', status: 'running', parkedUntil: at.getTime() + 1 }));
      await create(newRun({ service: 'f', status: 'awaiting_approval', expiresAt: at.getTime() + 1 }));
      await create(newRun({ service: 'g', status: 'needs_attention' }));
      const expired = await create(newRun({ service: 'h', status: 'awaiting_approval', expiresAt: at.getTime() }));
      expect((await store.runs.listDue(at, 'me')).toSorted()).toEqual(
        [free.id, own.id, left.id, expired.id].toSorted(),
      );
      expect(await store.runs.freeAllOwners(at)).toBe(3);
      expect((await store.runs.listDue(at, 'new')).length).toBe(5);
    });

    it('chains the audit, in order, under concurrency', async () => {
      await Promise.all(
        Array.from({ length: 20 }, (_, n) => store.audit.append([{ ...requested, details: { n } }], at)),
      );
      const entries = await Array.fromAsync(store.audit.scan());
      expect(entries.map((entry) => entry.sequence)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
      expect(findBrokenEntry(entries)).toBeUndefined();
      expect(await store.audit.head()).toEqual(entries.at(-1));
    });

    it('wants a message once, delivers its newest version, parents first', async () => {
      await store.messages.want([{ key: 'r/card', kind: 'card', channel: 'C1', runId: 'run_1' }], at);
      await store.messages.want(
        [{ key: 'r/1', kind: 'thread', channel: 'C1', parentKey: 'r/card', body: { a: 1 } }],
        at,
      );
      await store.messages.want([{ key: 'r/card', kind: 'card', channel: 'C1', runId: 'run_1' }], at);
      const due = await store.messages.listDue(at, 10);
      expect(due.map((message) => [message.key, message.wantedVersion])).toEqual([
        ['r/card', 2],
        ['r/1', 1],
      ]);
      await store.messages.patch('r/card', { ts: '1.2', deliveredVersion: 2, postingSince: 7, failure: 'x' });
      await store.messages.patch('r/card', { postingSince: undefined, failure: undefined });
      const card = await store.messages.find('r/card');
      expect(card).toMatchObject({ ts: '1.2', deliveredVersion: 2 });
      expect(card && ('postingSince' in card || 'failure' in card)).toBe(false);
      await store.messages.patch('r/1', { nextTryAt: at.getTime() + 1 });
      expect(await store.messages.listDue(at, 10)).toEqual([]);
      expect(await store.messages.oldestUndelivered()).toBe(at.getTime());
    });

    it('says that it can be written', async () => {
      await expect(store.check()).resolves.toBeUndefined();
    });
  });
}
