import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Authenticator } from '../core/authenticator.ts';
import { OpsError } from '../core/errors.ts';
import type { Freeze, Review } from '../core/guards.ts';
import type { RunId } from '../core/ids.ts';
import type { GuardStore } from '../core/store.ts';
import { appendAudit } from './audit-store.ts';
import { wantMessages } from './message-store.ts';
import type { Database } from './schema.ts';

type Connection = Kysely<Database> | Transaction<Database>;

export function createGuardStore(db: Kysely<Database>): GuardStore {
  return {
    findFreeze: () => findFreeze(db),
    changeFreeze: (now, decide) =>
      db.transaction().execute(async (tx) => {
        const change = decide(await findFreeze(tx));
        if ('begin' in change)
          await tx
            .insertInto('freezes')
            .values({ ...change.begin, is_open: 1, ended_at: null, ended_by: null })
            .execute();
        else {
          const ended = { is_open: null, ended_at: now.getTime(), ended_by: change.endedBy };
          await tx.updateTable('freezes').set(ended).where('is_open', '=', 1).execute();
        }
        await appendAudit(tx, change.audit, now);
        await wantMessages(tx, change.messages ?? [], now);
      }),
    async listOpenReviews() {
      const rows = await db
        .selectFrom('reviews')
        .selectAll()
        .where('closed_at', 'is', null)
        .orderBy('at')
        .orderBy('id')
        .execute();
      return rows.map(toReview);
    },
    findReview: (id) => findReview(db, id),
    closeReview: (id, now, decide) =>
      db.transaction().execute(async (tx) => {
        const review = await findReview(tx, id);
        if (!review) throw new OpsError('not_found', `No review ${id}`);
        const { closedBy, notes, audit, messages = [] } = decide(review);
        const closed = { closed_at: now.getTime(), closed_by: closedBy, notes };
        await tx.updateTable('reviews').set(closed).where('id', '=', id).execute();
        await appendAudit(tx, audit, now);
        await wantMessages(tx, messages, now);
        return { ...review, closedAt: now.getTime(), closedBy, notes };
      }),
    findAuthenticator: (person) => findAuthenticator(db, person),
    async listAuthenticators() {
      return (await db.selectFrom('authenticators').selectAll().orderBy('person').execute()).map(toAuthenticator);
    },
    changeAuthenticator: (person, now, decide) =>
      db.transaction().execute(async (tx) => {
        const { authenticator, audit, messages = [] } = decide(await findAuthenticator(tx, person));
        if (authenticator !== undefined) await tx.deleteFrom('authenticators').where('person', '=', person).execute();
        if (authenticator) await tx.insertInto('authenticators').values(toAuthenticatorRow(authenticator)).execute();
        await appendAudit(tx, audit, now);
        await wantMessages(tx, messages, now);
      }),
  };
}

/** In the transaction of the change that must not happen then. */
export async function refuseIfFrozen(tx: Transaction<Database>): Promise<void> {
  const freeze = await findFreeze(tx);
  if (freeze) throw new OpsError('conflict', `Frozen by ${freeze.person}`, { details: { isFrozen: true } });
}

export async function insertReview(tx: Transaction<Database>, review: Review): Promise<void> {
  const { run, slackId, closedAt, closedBy, notes, ...rest } = review;
  await tx
    .insertInto('reviews')
    .values({
      ...rest,
      run_id: run,
      slack_id: slackId ?? null,
      closed_at: closedAt ?? null,
      closed_by: closedBy ?? null,
      notes: notes ?? null,
    })
    .execute();
}

async function findFreeze(db: Connection): Promise<Freeze | undefined> {
  return db
    .selectFrom('freezes')
    .select(['id', 'since', 'person', 'reason'])
    .where('is_open', '=', 1)
    .executeTakeFirst();
}

async function findReview(db: Connection, id: string): Promise<Review | undefined> {
  const row = await db.selectFrom('reviews').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toReview(row);
}

function toReview(row: Selectable<Database['reviews']>): Review {
  const { id, service, runbook, person, reason, at } = row;
  return {
    ...{ id, run: row.run_id as RunId, service, runbook, person, reason, at },
    ...(row.slack_id !== null && { slackId: row.slack_id }),
    ...(row.closed_at !== null && { closedAt: row.closed_at }),
    ...(row.closed_by !== null && { closedBy: row.closed_by }),
    ...(row.notes !== null && { notes: row.notes }),
  };
}

async function findAuthenticator(db: Connection, person: string): Promise<Authenticator | undefined> {
  const row = await db.selectFrom('authenticators').selectAll().where('person', '=', person).executeTakeFirst();
  return row && toAuthenticator(row);
}

function toAuthenticator(row: Selectable<Database['authenticators']>): Authenticator {
  return {
    person: row.person,
    secret: row.secret,
    enrolledAt: row.enrolled_at,
    wrongAt: JSON.parse(row.wrong_at) as number[],
    ...(row.last_step !== null && { lastStep: row.last_step }),
    ...(row.locked_until !== null && { lockedUntil: row.locked_until }),
  };
}

function toAuthenticatorRow(known: Authenticator): Selectable<Database['authenticators']> {
  return {
    person: known.person,
    secret: known.secret,
    enrolled_at: known.enrolledAt,
    wrong_at: JSON.stringify(known.wrongAt),
    last_step: known.lastStep ?? null,
    locked_until: known.lockedUntil ?? null,
  };
}
