import { createChainCheck, type AuditEntry, type ChainBreak } from './audit.ts';

export interface AuditVerdict {
  /** Entries that follow from each other, from the first on. */
  entries: number;
  /** The last of them. */
  head?: Pick<AuditEntry, 'sequence' | 'at' | 'hash'>;
  broken?: ChainBreak;
  /** For each hash that was asked for, the entry that has it; without `sequence` when none has. */
  heads: readonly { hash: string; sequence?: number }[];
}

/** Whole, and every head that was asked for is in it. */
export function isWhole({ broken, heads }: AuditVerdict): boolean {
  return !broken && heads.every(({ sequence }) => sequence !== undefined);
}

/**
 * Follows a trail to its end or to where it breaks, in constant memory. `undefined` among the entries is something that
 * could not be read as one. `heads` are hashes, or beginnings of them, that were posted elsewhere.
 */
export async function verifyAudit(
  entries: AsyncIterable<AuditEntry | undefined>,
  heads: readonly string[],
): Promise<AuditVerdict> {
  const check = createChainCheck();
  const found = new Map<string, number>();
  let head: AuditEntry | undefined;
  let broken: ChainBreak | undefined;
  for await (const entry of entries) {
    broken = entry ? check.add(entry) : { sequence: (head?.sequence ?? 0) + 1, why: 'shape' };
    if (broken || !entry) break;
    head = entry;
    for (const hash of heads) if (entry.hash.startsWith(hash)) found.set(hash, entry.sequence);
  }
  return {
    entries: head?.sequence ?? 0,
    ...(head && { head: { sequence: head.sequence, at: head.at, hash: head.hash } }),
    ...(broken && { broken }),
    heads: heads.map((hash) => {
      const sequence = found.get(hash);
      return { hash, ...(sequence !== undefined && { sequence }) };
    }),
  };
}
