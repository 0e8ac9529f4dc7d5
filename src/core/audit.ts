import type { Via } from './actor.ts';
import { hashJson, type Json } from './json.ts';

/** What happened, before it has its place in the chain. */
export interface AuditDraft {
  actor: string;
  via: Via;
  /** `run.requested`, `approval.approved`, `step.intended`, … */
  act: string;
  /** Of what: service, run, step. */
  subject: { service?: string; run?: string; step?: string };
  outcome: 'ok' | 'refused' | 'failed' | 'unknown' | 'intended';
  details?: Json;
}

export interface AuditEntry {
  sequence: number;
  /** ISO 8601, UTC, milliseconds. */
  at: string;
  actor: string;
  via: Via;
  act: string;
  subject: { service?: string; run?: string; step?: string };
  outcome: AuditDraft['outcome'];
  details: Json;
  previousHash: string;
  hash: string;
}

/** Previous hash of the first entry. */
export const GENESIS_HASH = '0'.repeat(64);

/** Gives a draft its place: SHA-256 over the canonical JSON of everything but the hash itself. */
export function chain(
  draft: AuditDraft,
  previous: Pick<AuditEntry, 'sequence' | 'hash'> | undefined,
  at: Date,
): AuditEntry {
  const { details = {}, ...rest } = draft;
  const entry = {
    ...rest,
    details,
    sequence: (previous?.sequence ?? 0) + 1,
    at: at.toISOString(),
    previousHash: previous?.hash ?? GENESIS_HASH,
  };
  return { ...entry, hash: hashEntry(entry) };
}

function hashEntry({
  sequence,
  at,
  actor,
  via,
  act,
  subject,
  outcome,
  details,
  previousHash,
}: Omit<AuditEntry, 'hash'>): string {
  // A copy would make an empty subject of a missing one.
  const about = subject as Record<string, string>;
  return hashJson({ sequence, at, actor, via, act, subject: about, outcome, details, previousHash });
}

/** Where a chain breaks: the sequence that is due there, and what speaks against the entry that stands there. */
export interface ChainBreak {
  sequence: number;
  /**
   * `sequence`: something was removed, inserted or moved; `previous`: it does not continue the entry before; `content`: it
   * does not fit its own hash; `shape`: it is no entry at all.
   */
  why: 'sequence' | 'previous' | 'content' | 'shape';
}

/** Follows a chain entry by entry, in constant memory. */
export interface ChainCheck {
  /** What is wrong with the next entry; undefined when it follows from the one before. */
  add(entry: AuditEntry): ChainBreak | undefined;
}

export function createChainCheck(before?: AuditEntry): ChainCheck {
  let previous: Pick<AuditEntry, 'sequence' | 'hash'> = before ?? { sequence: 0, hash: GENESIS_HASH };
  return {
    add(entry) {
      const sequence = previous.sequence + 1;
      if (entry.sequence !== sequence) return { sequence, why: 'sequence' };
      if (entry.previousHash !== previous.hash) return { sequence, why: 'previous' };
      if (entry.hash !== findHash(entry)) return { sequence, why: 'content' };
      previous = entry;
      return undefined;
    },
  };
}

/**
 * Where the chain breaks: the sequence due where the first entry stands that does not follow from the one before it;
 * undefined when the chain is whole. What was cut off at its end is seen by comparing the head's hash alone.
 */
export function findBrokenEntry(entries: Iterable<AuditEntry>, before?: AuditEntry): number | undefined {
  const check = createChainCheck(before);
  for (const entry of entries) {
    const broken = check.add(entry);
    if (broken) return broken.sequence;
  }
  return undefined;
}

/** Undefined for what has no canonical text: an entry with a field missing was not written by `chain`. */
function findHash(entry: AuditEntry): string | undefined {
  try {
    return hashEntry(entry);
  } catch {
    return undefined;
  }
}
