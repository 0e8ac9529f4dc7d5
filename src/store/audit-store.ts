import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Via } from '../core/actor.ts';
import { chain, type AuditDraft, type AuditEntry } from '../core/audit.ts';
import { canonicalJson, type Json } from '../core/json.ts';
import type { AuditFilter, AuditStore } from '../core/store.ts';
import { createOutputStore } from './output-store.ts';
import type { Database } from './schema.ts';

const SCAN_ROWS = 500;

export function createAuditStore(db: Kysely<Database>): AuditStore {
  return {
    async append(drafts, now) {
      await db.transaction().execute((tx) => appendAudit(tx, drafts, now));
    },
    async list({ limit, ...filter }) {
      const rows = await select(db, filter).orderBy('sequence', 'desc').limit(limit).execute();
      return rows.map(toEntry);
    },
    head: () => findHead(db),
    async *scan(filter = {}) {
      for (let after = 0; ;) {
        const rows = await select(db, filter)
          .where('sequence', '>', after)
          .orderBy('sequence')
          .limit(SCAN_ROWS)
          .execute();
        for (const row of rows) yield toEntry(row);
        const last = rows.at(-1);
        if (!last) return;
        after = last.sequence;
      }
    },
    ...createOutputStore(db),
  };
}

function select(db: Kysely<Database>, { run, service, actor, act, since, until }: AuditFilter) {
  let query = db.selectFrom('audit_entries').selectAll();
  if (run !== undefined) query = query.where('run_id', '=', run);
  if (service !== undefined) query = query.where('service', '=', service);
  if (actor !== undefined) query = query.where('actor', '=', actor);
  if (act !== undefined) query = query.where('act', '=', act);
  if (since) query = query.where('at', '>=', since.toISOString());
  if (until) query = query.where('at', '<', until.toISOString());
  return query;
}

async function findHead(db: Kysely<Database> | Transaction<Database>): Promise<AuditEntry | undefined> {
  const row = await db.selectFrom('audit_entries').selectAll().orderBy('sequence', 'desc').limit(1).executeTakeFirst();
  return row && toEntry(row);
}

/** Appends to the chain inside the transaction of the change that the entries tell; gives the head as it is then. */
export async function appendAudit(
  tx: Transaction<Database>,
  drafts: readonly AuditDraft[],
  now: Date,
): Promise<AuditEntry | undefined> {
  let head = await findHead(tx);
  for (const draft of drafts) {
    head = chain(draft, head, now);
    const { subject, details, previousHash, ...rest } = head;
    await tx
      .insertInto('audit_entries')
      .values({
        ...rest,
        service: subject.service ?? null,
        run_id: subject.run ?? null,
        step: subject.step ?? null,
        details: canonicalJson(details),
        previous_hash: previousHash,
      })
      .execute();
  }
  return head;
}

function toEntry(row: Selectable<Database['audit_entries']>): AuditEntry {
  return {
    sequence: row.sequence,
    at: row.at,
    actor: row.actor,
    via: row.via as Via,
    act: row.act,
    subject: {
      ...(row.service !== null && { service: row.service }),
      ...(row.run_id !== null && { run: row.run_id }),
      ...(row.step !== null && { step: row.step }),
    },
    outcome: row.outcome as AuditEntry['outcome'],
    details: JSON.parse(row.details) as Json,
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}
