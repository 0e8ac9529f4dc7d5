import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chain, findBrokenEntry, GENESIS_HASH, type AuditDraft, type AuditEntry } from '../../src/core/audit.ts';
import { anyChain as entries, anyDraft as draft, anyPlace as placed } from '../support/audit-chain.ts';

const FIELDS = [
  'sequence',
  'at',
  'actor',
  'via',
  'act',
  'subject',
  'outcome',
  'details',
  'previousHash',
  'hash',
] as const satisfies readonly (keyof AuditEntry)[];

function tampered(entry: AuditEntry, field: keyof AuditEntry): AuditEntry {
  const value = entry[field];
  const other =
    typeof value === 'number'
      ? value + 1
      : typeof value === 'string'
        ? `${value}x`
        : { ...(value as object), run: 'run_X' };
  return { ...entry, [field]: other };
}

describe('the audit chain', () => {
  it('begins with the genesis hash, counts, and is whole as it was written', () => {
    fc.assert(
      fc.property(entries, (all) => {
        expect(all[0]?.previousHash).toBe(GENESIS_HASH);
        expect(all.map((entry) => entry.sequence)).toEqual(all.map((_, index) => index + 1));
        expect(all.every((entry) => /^[0-9a-f]{64}$/.test(entry.hash))).toBe(true);
        expect(findBrokenEntry(all)).toBeUndefined();
        // From an export, where keys may stand in any order.
        expect(findBrokenEntry(JSON.parse(JSON.stringify(all)) as AuditEntry[])).toBeUndefined();
      }),
    );
  });

  it('can be verified from the middle on, after the entry before', () => {
    fc.assert(
      fc.property(placed, ([all, at]) => {
        expect(findBrokenEntry(all.slice(at + 1), all[at])).toBeUndefined();
        if (at > 0) expect(findBrokenEntry(all.slice(at))).toBe(1);
      }),
    );
  });

  it.each(FIELDS)('finds a changed %s, in the entry where it was changed', (field) => {
    fc.assert(
      fc.property(placed, ([all, at]) => {
        const changed = all.map((entry, index) => (index === at ? tampered(entry, field) : entry));
        expect(findBrokenEntry(changed)).toBe(at + 1);
      }),
      { numRuns: 30 },
    );
  });

  it.each(FIELDS)('finds a %s that is gone from an export', (field) => {
    fc.assert(
      fc.property(placed, ([all, at]) => {
        const changed = all.map((entry, index) => {
          if (index !== at) return entry;
          const { [field]: _gone, ...rest } = entry;
          return rest as AuditEntry;
        });
        expect(findBrokenEntry(changed)).toBe(at + 1);
      }),
      { numRuns: 30 },
    );
  });

  it('finds a rewritten entry whose own hash was made anew, at the next one', () => {
    fc.assert(
      fc.property(placed, ([all, at]) => {
        const { sequence: _s, at: _t, previousHash: _p, hash: _h, ...written } = all[at] as AuditEntry;
        const forged = chain({ ...written, actor: `${written.actor}x` }, all[at - 1], new Date(at * 1_000));
        const changed = all.map((entry, index) => (index === at ? forged : entry));
        // Only the last one can be rewritten unseen by the chain alone; the head hash in Slack contradicts it.
        expect(findBrokenEntry(changed)).toBe(at === all.length - 1 ? undefined : at + 2);
        expect(changed.at(-1)?.hash === all.at(-1)?.hash).toBe(at !== all.length - 1);
      }),
    );
  });

  it('finds a removed entry at its place; one cut off at the end is what the head hash is for', () => {
    fc.assert(
      fc.property(placed, ([all, at]) => {
        const cut = all.toSpliced(at, 1);
        if (at < all.length - 1) expect(findBrokenEntry(cut)).toBe(at + 1);
        else {
          expect(findBrokenEntry(cut)).toBeUndefined();
          expect(cut.at(-1)?.hash).not.toBe(all.at(-1)?.hash);
        }
      }),
    );
  });

  it('finds two entries that changed places, at the first of them', () => {
    fc.assert(
      fc.property(entries, fc.nat(), fc.nat(), (all, a, b) => {
        const [first, second] = [a % all.length, b % all.length].toSorted((x, y) => x - y) as [number, number];
        fc.pre(first !== second);
        const swapped = all.with(first, all[second] as AuditEntry).with(second, all[first] as AuditEntry);
        expect(findBrokenEntry(swapped)).toBe(first + 1);
      }),
    );
  });

  it('finds an inserted entry at its place, also a copy and one chained to what is before it', () => {
    fc.assert(
      fc.property(placed, draft, ([all, at], extra) => {
        const forged = chain(extra, all[at - 1], new Date(0));
        // Chained properly it is the next one that does not follow.
        expect(findBrokenEntry(all.toSpliced(at, 0, forged))).toBe(at + 2);
        expect(findBrokenEntry(all.toSpliced(at + 1, 0, all[at] as AuditEntry))).toBe(at + 2);
      }),
    );
  });

  it('takes a draft without details for one with none', () => {
    const bare: AuditDraft = { actor: 'jin', via: 'slack', act: 'run.requested', subject: {}, outcome: 'ok' };
    expect(chain(bare, undefined, new Date(0))).toEqual(chain({ ...bare, details: {} }, undefined, new Date(0)));
  });
});
