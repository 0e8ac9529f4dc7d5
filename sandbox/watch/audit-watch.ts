import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { findBrokenEntry, type AuditEntry } from '../../src/core/audit.ts';
import type { Clock } from '../../src/core/clock.ts';
import type { ShownAudit } from '../page-server/shapes.ts';
import { countEntries, readEntries, readNewest } from './audit-rows.ts';

export interface AuditWatch {
  current(): ShownAudit;
  /** Reads what is new and checks it against what was there before. */
  refresh(): void;
  /** Checks all of it from the first entry on. Errors: the database cannot be read now. */
  checkChain(): void;
}

const SHOWN = 50;
const EMPTY: ShownAudit = { count: 0, entries: [], head: null, brokenAt: null, checkedAt: null };

/**
 * The audit trail as it stands in the bot's SQLite file. Opened read-only for each look and closed again: the bot neither
 * waits for this nor notices it, and may be dead. `path` undefined: it keeps its database elsewhere.
 */
export function createAuditWatch(path: string | undefined, clock: Clock): AuditWatch {
  let shown = EMPTY;
  let last: AuditEntry | undefined;

  function look(read: (database: DatabaseSync) => void): void {
    if (path === undefined || !existsSync(path)) return;
    const database = new DatabaseSync(path, { readOnly: true, timeout: 0 });
    try {
      // One moment for all that is read.
      database.exec('begin');
      read(database);
    } finally {
      database.close();
    }
  }

  function take(database: DatabaseSync, isFull: boolean): void {
    const newest = readNewest(database, SHOWN);
    const head = newest[0]?.hash ?? null;
    if (!isFull && head === shown.head) return;
    const from = isFull ? undefined : last;
    const brokenAt = findBrokenEntry(readEntries(database, from?.sequence ?? 0), from) ?? findForgotten(database);
    if (brokenAt === undefined) last = newest[0];
    shown = {
      count: countEntries(database),
      entries: newest.map(toShown),
      head,
      brokenAt: brokenAt ?? (isFull ? null : shown.brokenAt),
      checkedAt: isFull ? clock.now().toISOString() : shown.checkedAt,
    };
  }

  /** Whoever rewrites all of it, or cuts off its end, cannot reach what was seen here before. */
  function findForgotten(database: DatabaseSync): number | undefined {
    if (last === undefined) return undefined;
    const [same] = readEntries(database, last.sequence - 1);
    return same?.hash === last.hash ? undefined : last.sequence;
  }

  return {
    current: () => shown,
    refresh() {
      try {
        look((database) => take(database, false));
      } catch {
        // Busy, or without its tables yet: the next look is soon.
      }
    },
    checkChain: () => look((database) => take(database, true)),
  };
}

function toShown({ sequence, at, actor, act, subject, outcome }: AuditEntry): ShownAudit['entries'][number] {
  const { service, run, step } = subject;
  const about = [service, run, step].filter((it) => it !== undefined);
  return { sequence, at, actor, act, subject: about.join(' · '), outcome };
}
