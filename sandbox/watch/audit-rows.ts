import type { DatabaseSync } from 'node:sqlite';
import type { AuditEntry } from '../../src/core/audit.ts';
import type { Json } from '../../src/core/json.ts';

interface AuditRow {
  sequence: number;
  at: string;
  actor: string;
  via: string;
  act: string;
  service: string | null;
  run_id: string | null;
  step: string | null;
  outcome: string;
  details: string;
  previous_hash: string;
  hash: string;
}

/** The entries behind `after`, oldest first, of one moment. */
export function* readEntries(database: DatabaseSync, after: number): Generator<AuditEntry> {
  const statement = database.prepare('select * from audit_entries where sequence > ? order by sequence');
  for (const row of statement.iterate(after)) yield toEntry(row as unknown as AuditRow);
}

export function readNewest(database: DatabaseSync, limit: number): AuditEntry[] {
  const statement = database.prepare('select * from audit_entries order by sequence desc limit ?');
  return statement.all(limit).map((row) => toEntry(row as unknown as AuditRow));
}

export function countEntries(database: DatabaseSync): number {
  return Number(database.prepare('select count(*) as n from audit_entries').get()?.['n'] ?? 0);
}

function toEntry(row: AuditRow): AuditEntry {
  const { service, run_id: run, step } = row;
  return {
    sequence: row.sequence,
    at: row.at,
    actor: row.actor,
    via: row.via as AuditEntry['via'],
    act: row.act,
    subject: {
      ...(service !== null && { service }),
      ...(run !== null && { run }),
      ...(step !== null && { step }),
    },
    outcome: row.outcome as AuditEntry['outcome'],
    details: toDetails(row.details),
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}

/** What is no JSON was not written by the bot: undefined has no canonical text, so the chain breaks there. */
function toDetails(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined as unknown as Json;
  }
}
