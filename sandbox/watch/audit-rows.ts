import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { AuditEntry } from '../../src/core/audit.ts';
import { findEntry } from '../../src/core/audit-file.ts';

type Row = Record<string, SQLOutputValue>;

/** The entries behind `after`, oldest first, of one moment. */
export function* readEntries(database: DatabaseSync, after: number): Generator<AuditEntry> {
  const statement = database.prepare('select * from audit_entries where sequence > ? order by sequence');
  for (const row of statement.iterate(after)) yield toEntry(row);
}

export function readNewest(database: DatabaseSync, limit: number): AuditEntry[] {
  const statement = database.prepare('select * from audit_entries order by sequence desc limit ?');
  return statement.all(limit).map(toEntry);
}

export function countEntries(database: DatabaseSync): number {
  return Number(database.prepare('select count(*) as n from audit_entries').get()?.['n'] ?? 0);
}

function toEntry(row: Row): AuditEntry {
  const { service, run_id: run, step, details, previous_hash: previousHash, ...rest } = row;
  const subject = {
    ...(service !== null && { service }),
    ...(run !== null && { run }),
    ...(step !== null && { step }),
  };
  return findEntry({ ...rest, subject, details: parse(details), previousHash }) ?? toForged(row);
}

/** What the bot did not write is shown as far as it can be, and no hash fits it: there the chain breaks. */
function toForged({ sequence, at, actor, act }: Row): AuditEntry {
  return {
    sequence: Number(sequence),
    at: String(at),
    actor: String(actor),
    via: 'system',
    act: String(act),
    subject: {},
    outcome: 'unknown',
    details: {},
    previousHash: '',
    hash: '',
  };
}

function parse(details: SQLOutputValue | undefined): unknown {
  try {
    return JSON.parse(String(details));
  } catch {
    return undefined;
  }
}
