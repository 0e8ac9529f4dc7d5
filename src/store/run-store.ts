import type { Kysely, Transaction } from 'kysely';
import { GENESIS_HASH, type AuditEntry } from '../core/audit.ts';
import { OpsError } from '../core/errors.ts';
import type { RunId } from '../core/ids.ts';
import type { MessageDraft } from '../core/message.ts';
import { hasEnded, type Run } from '../core/run.ts';
import type { RunChange, RunStore } from '../core/store.ts';
import { appendAudit } from './audit-store.ts';
import { insertReview, refuseIfFrozen } from './guard-store.ts';
import { wantMessages } from './message-store.ts';
import { keepOutputs } from './output-store.ts';
import { toRun, toRunRow, toStepRow, toVoteRow } from './run-rows.ts';
import type { Database } from './schema.ts';

type Connection = Kysely<Database> | Transaction<Database>;

interface Options {
  /** Other processes may be at work on the same runs. */
  isShared: boolean;
}

export function createRunStore(db: Kysely<Database>, { isShared }: Options): RunStore {
  return {
    create(run, { isLocking, audit, messages }) {
      const now = new Date(run.createdAt);
      return db.transaction().execute(async (tx) => {
        if (isLocking) await refuseIfLocked(tx, run);
        await tx.insertInto('runs').values(toRunRow(run)).execute();
        for (const step of run.steps) await tx.insertInto('run_steps').values(toStepRow(run.id, step)).execute();
        if (isLocking) await takeLock(tx, run);
        await appendAudit(tx, audit, now);
        await wantMessages(tx, messages, now);
        return run;
      });
    },
    find: (id) => findRun(db, id),
    async list({ status, service, runbooks, limit }) {
      let query = db.selectFrom('runs').select('id').orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit);
      if (status) query = query.where('status', 'in', status);
      if (service !== undefined) query = query.where('service', '=', service);
      if (runbooks) query = query.where('runbook', 'in', runbooks);
      const runs = await Promise.all((await query.execute()).map((row) => findRun(db, row.id as RunId)));
      return runs.filter((run) => run !== undefined);
    },
    update(id, now, decide) {
      return db.transaction().execute(async (tx) => {
        const before = await findRun(tx, id);
        if (!before) throw new OpsError('not_found', `No run ${id}`);
        const change = decide(before);
        if (!change) return before;
        if (change.unlessFrozen) await refuseIfFrozen(tx);
        const after = applyChange(before, change, now);
        await writeChange(tx, after, change);
        const head = await appendAudit(tx, change.audit, now);
        await keepOutputs(tx, change.outputs ?? [], now);
        if (change.review) await insertReview(tx, change.review);
        await wantMessages(tx, withHead(change.messages ?? [], head), now);
        return after;
      });
    },
    async listDue(now, owner) {
      let query = db
        .selectFrom('runs')
        .select('id')
        .where('wake_at', '<=', now.getTime())
        .where((where) =>
          where.or([where('owner', 'is', null), where('owner', '=', owner), where('lease_until', '<', now.getTime())]),
        )
        .orderBy('created_at');
      // What another process is just claiming is not due for this one.
      if (isShared) query = query.forUpdate().skipLocked();
      return (await query.execute()).map((row) => row.id as RunId);
    },
    async findHolder(service) {
      const row = await db.selectFrom('locks').selectAll().where('service', '=', service).executeTakeFirst();
      return row && { runId: row.run_id as RunId, since: row.since, person: row.person };
    },
    async freeAllOwners(now) {
      if (isShared) return 0;
      const rows = await db.selectFrom('runs').select('id').where('owner', 'is not', null).execute();
      for (const { id } of rows) {
        await this.update(id as RunId, now, () => ({ run: { owner: undefined, leaseUntil: undefined }, audit: [] }));
      }
      return rows.length;
    },
  };
}

async function findRun(db: Connection, id: RunId): Promise<Run | undefined> {
  const row = await db.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return undefined;
  const steps = await db.selectFrom('run_steps').selectAll().where('run_id', '=', id).orderBy('idx').execute();
  const votes = await db.selectFrom('votes').selectAll().where('run_id', '=', id).orderBy('at').execute();
  return toRun(row, steps, votes);
}

/** The head that a message shows is the one of its own transaction: nothing can come between. */
function withHead(drafts: readonly MessageDraft[], head: AuditEntry | undefined): readonly MessageDraft[] {
  const body = { sequence: head?.sequence ?? 0, hash: head?.hash ?? GENESIS_HASH };
  return drafts.map((draft) => (draft.kind === 'audit_head' ? { ...draft, body } : draft));
}

async function refuseIfLocked(tx: Transaction<Database>, run: Run): Promise<void> {
  const held = await tx.selectFrom('locks').selectAll().where('service', '=', run.service).executeTakeFirst();
  if (!held) return;
  throw new OpsError('conflict', `${run.service} is locked by ${held.run_id}`, {
    details: { holder: held.run_id, person: held.person, since: held.since },
  });
}

async function takeLock(tx: Transaction<Database>, run: Run): Promise<void> {
  const lock = { service: run.service, run_id: run.id, person: run.requestedBy.person, since: run.createdAt };
  await tx.insertInto('locks').values(lock).execute();
}

/** The run as it is after the change; also when somebody should look at it next. */
function applyChange(before: Run, change: RunChange, now: Date): Run {
  const steps = [...before.steps, ...(change.newSteps ?? [])].map((step) => {
    const patches = change.steps?.filter((patch) => patch.index === step.index) ?? [];
    return patches.reduce((patched, patch) => withoutUndefined({ ...patched, ...patch }) as typeof step, step);
  });
  const votes = change.vote ? [...before.votes, change.vote] : before.votes;
  return withoutUndefined({ ...before, ...change.run, updatedAt: now.getTime(), steps, votes }) as Run;
}

function withoutUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
}

async function writeChange(tx: Transaction<Database>, run: Run, change: RunChange): Promise<void> {
  await tx.updateTable('runs').set(toRunRow(run)).where('id', '=', run.id).execute();
  const isNew = new Set(change.newSteps?.map((step) => step.index));
  for (const step of run.steps) {
    if (isNew.has(step.index)) await tx.insertInto('run_steps').values(toStepRow(run.id, step)).execute();
    else if (change.steps?.some((patch) => patch.index === step.index)) {
      const row = toStepRow(run.id, step);
      await tx.updateTable('run_steps').set(row).where('run_id', '=', run.id).where('idx', '=', step.index).execute();
    }
  }
  if (change.vote) await tx.insertInto('votes').values(toVoteRow(run.id, change.vote)).execute();
  if (hasEnded(run.status)) await tx.deleteFrom('locks').where('run_id', '=', run.id).execute();
}
