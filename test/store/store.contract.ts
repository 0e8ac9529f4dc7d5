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
  /** Other processes may be at work on the same database. */
  isShared?: boolean;
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
      const isOpen = {
        status: 'awaiting_approval',
        gateOpenedAt: at.getTime() - 4,
        expiresAt: at.getTime() + 5,
      } as const;
      const reminded = await create(newRun({ service: 'i', ...isOpen }));
      await create(newRun({ service: 'j', ...isOpen, reminders: 1 }));
      const expired = await create(newRun({ service: 'h', status: 'awaiting_approval', expiresAt: at.getTime() }));
      expect((await store.runs.listDue(at, 'me')).toSorted()).toEqual(
        [free.id, own.id, left.id, reminded.id, expired.id].toSorted(),
      );
      // Alone, what others held is free at once; else their leases run out.
      expect(await store.runs.freeAllOwners(at)).toBe(setup.isShared === true ? 0 : 3);
      expect((await store.runs.listDue(at, 'new')).length).toBe(setup.isShared === true ? 4 : 6);
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

    it('keeps mails apart from what waits for Slack', async () => {
      await store.messages.want([{ key: 'g/mail/1/a@b', kind: 'mail', channel: 'mail' }], at);
      expect(await store.messages.listDue(at, 10)).toEqual([]);
      expect(await store.messages.oldestUndelivered()).toBeUndefined();
      expect((await store.messages.listDue(at, 10, 'mail')).map(({ key }) => key)).toEqual(['g/mail/1/a@b']);
      await store.alerts.record({ keys: [], groups: [], deliveries: [] }, at, () => ({
        audit: [],
        messages: [],
        settled: ['g/mail/1/a@b'],
      }));
      expect(await store.messages.listDue(at, 10, 'mail')).toEqual([]);
    });

    it('keeps with a vote which places its person could fill, and finds runs by their runbooks', async () => {
      const run = await create(newRun());
      const vote = { person: 'mina', via: 'cli', decision: 'approve', subject: 'b', fills: [0, 2], at: 1 } as const;
      await store.runs.update(run.id, at, () => ({ vote, audit: [] }));
      store = await setup.reopen(store);
      expect((await store.runs.find(run.id))?.votes).toEqual([vote]);
      await create(newRun({ runbook: 'dns-show' }), false);
      const found = await store.runs.list({ runbooks: ['failover', 'failback'], limit: 9 });
      expect(found.map(({ id }) => id)).toEqual([run.id]);
    });

    it('has one freeze at most, over restarts, and refuses under it what must not be done then', async () => {
      const freeze = { id: 'frz_1', since: at.getTime(), person: 'jin', reason: 'wait' };
      const begin = (): Promise<void> => store.guards.changeFreeze(at, () => ({ begin: freeze, audit: [requested] }));
      await begin();
      const head = await store.audit.head();
      await expect(begin()).rejects.toThrow();
      const second = { ...freeze, id: 'frz_2' };
      await expect(store.guards.changeFreeze(at, () => ({ begin: second, audit: [requested] }))).rejects.toThrow();
      expect(await store.audit.head()).toEqual(head);
      store = await setup.reopen(store);
      expect(await store.guards.findFreeze()).toEqual(freeze);
      const run = await create(newRun());
      const change = { run: { status: 'running' as const }, unlessFrozen: true, audit: [requested] };
      await expect(store.runs.update(run.id, at, () => change)).rejects.toMatchObject({ details: { isFrozen: true } });
      expect((await store.runs.find(run.id))?.status).toBe('pending');
      await store.guards.changeFreeze(at, (open) => {
        expect(open).toEqual(freeze);
        return { endedBy: 'mina', audit: [requested] };
      });
      expect(await store.guards.findFreeze()).toBeUndefined();
      await store.runs.update(run.id, at, () => change);
      await store.guards.changeFreeze(at, () => ({ begin: second, audit: [] }));
      expect(await store.guards.findFreeze()).toEqual(second);
    });

    it('writes a review with the change that needs it, and closes it once', async () => {
      const run = await create(newRun());
      const { id, service, runbook } = run;
      const review = { id: 'rev_1', run: id, service, runbook, person: 'jin', slackId: 'U0JIN', reason: '불', at: 1 };
      const fails = store.runs.update(id, at, () => ({
        review,
        audit: [{ ...requested, details: { n: Number.NaN } }],
      }));
      await expect(fails).rejects.toThrow();
      expect(await store.guards.listOpenReviews()).toEqual([]);
      await store.runs.update(id, at, () => ({ review, audit: [requested] }));
      expect(await store.guards.listOpenReviews()).toEqual([review]);
      const close = (): ReturnType<typeof store.guards.closeReview> =>
        store.guards.closeReview('rev_1', at, (open) => {
          if (open.closedAt !== undefined) throw new Error('closed');
          return { closedBy: 'mina', notes: 'fine', audit: [requested] };
        });
      const closed = { ...review, closedAt: at.getTime(), closedBy: 'mina', notes: 'fine' };
      expect(await close()).toEqual(closed);
      await expect(close()).rejects.toThrow('closed');
      expect(await store.guards.listOpenReviews()).toEqual([]);
      expect(await store.guards.findReview('rev_1')).toEqual(closed);
      const unknown = store.guards.closeReview('rev_9', at, () => ({ closedBy: '', notes: '', audit: [] }));
      await expect(unknown).rejects.toMatchObject({ code: 'not_found' });
    });

    it('keeps authenticators as decided, one a person, and counts tries that come together one by one', async () => {
      const known = { person: 'mina', secret: 'KEY', enrolledAt: 1, wrongAt: [] };
      const change = store.guards.changeAuthenticator;
      await change('mina', at, (before) => {
        expect(before).toBeUndefined();
        return { authenticator: known, audit: [requested] };
      });
      const add = (): Promise<void> =>
        change('mina', at, (before) => ({
          authenticator: { ...known, wrongAt: [...(before?.wrongAt ?? []), 7] },
          audit: [],
        }));
      await Promise.all([add(), add(), add()]);
      store = await setup.reopen(store);
      expect(await store.guards.findAuthenticator('mina')).toEqual({ ...known, wrongAt: [7, 7, 7] });
      const locked = { ...known, lastStep: 9, lockedUntil: 12 };
      await store.guards.changeAuthenticator('mina', at, () => ({ authenticator: locked, audit: [] }));
      expect(await store.guards.listAuthenticators()).toEqual([locked]);
      await store.guards.changeAuthenticator('mina', at, () => ({ authenticator: null, audit: [] }));
      expect(await store.guards.findAuthenticator('mina')).toBeUndefined();
    });

    it('keeps what watchers note with its entry and message, or nothing of it, also after a restart', async () => {
      const { change } = store.watchers;
      const message = { key: 'hearing/1', kind: 'announcement', channel: 'C0INCIDENTS' } as const;
      const add = (): Promise<void> =>
        change('hearing', at, (known) => ({
          doc: { count: ((known as { count?: number } | undefined)?.count ?? 0) + 1 },
        }));
      await Promise.all([add(), add(), add()]);
      await change('hearing', at, () => ({ audit: [requested], messages: [message] }));
      await change('hearing', at, () => undefined);
      const refused = change('hearing', at, () => {
        throw new Error('no');
      });
      await expect(refused).rejects.toThrow('no');
      store = await setup.reopen(store);
      expect(await store.watchers.find('hearing')).toEqual({ count: 3 });
      expect(await store.messages.find('hearing/1')).toBeDefined();
      expect((await store.audit.head())?.act).toBe('run.requested');
      await store.watchers.change('hearing', at, () => ({ doc: null }));
      expect(await store.watchers.find('hearing')).toBeUndefined();
    });

    it('says that it can be written', async () => {
      await expect(store.check()).resolves.toBeUndefined();
    });
  });
}
