import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chain, type AuditEntry } from '../../src/core/audit.ts';
import { CSV_HEADER, findCsvEntry, findJsonEntry, toCsvLine, toJsonLine } from '../../src/core/audit-file.ts';
import { readCsv } from '../../src/core/read-csv.ts';
import { isWhole, verifyAudit } from '../../src/core/verify-audit.ts';
import { anyChain, anyPlace } from '../support/audit-chain.ts';

/** In pieces that end anywhere, as a stream gives them. */
async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

const toCsv = (entries: readonly AuditEntry[]): string => CSV_HEADER + entries.map(toCsvLine).join('');

async function readBack(csv: string, size = 7): Promise<(AuditEntry | undefined)[]> {
  return (await Array.fromAsync(readCsv(inPieces(csv, size)))).slice(1).map(findCsvEntry);
}

describe('an export', () => {
  it('loses nothing, as CSV and as JSONL, and is whole when it is read back', async () => {
    await fc.assert(
      fc.asyncProperty(anyChain, fc.integer({ min: 1, max: 40 }), async (entries, size) => {
        expect(await readBack(toCsv(entries), size)).toEqual(entries);
        const lines = entries.map((entry) => findJsonEntry(toJsonLine(entry)));
        expect(lines).toEqual(entries);
        expect(isWhole(await verifyAudit(each(lines), [entries.at(-1)?.hash ?? '']))).toBe(true);
      }),
    );
  });

  it('is no program for a spreadsheet: no cell begins like a formula', async () => {
    const anyFormula = fc
      .tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r', "'="), fc.string())
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(anyFormula, async (actor) => {
        const entry = chain(
          { actor, via: 'slack', act: 'run.requested', subject: { service: actor }, outcome: 'ok', details: { actor } },
          undefined,
          new Date(0),
        );
        const rows = await Array.fromAsync(readCsv(each([toCsvLine(entry)])));
        for (const cell of rows[0] ?? []) expect(cell ?? '').not.toMatch(/^[=+\-@\t\r]/);
        expect(await readBack(toCsv([entry]))).toEqual([entry]);
      }),
    );
  });

  it.each(['actor', 'via', 'act', 'outcome', 'at', 'previousHash', 'hash'] as const)(
    'shows a changed %s at its entry, whatever the change',
    async (field) => {
      await fc.assert(
        fc.asyncProperty(anyPlace, fc.string({ minLength: 1 }), async ([entries, at], extra) => {
          const changed = entries.map((entry, index) =>
            index === at ? { ...entry, [field]: `${entry[field]}${extra}` } : entry,
          );
          const csv = await verifyAudit(each(await readBack(toCsv(changed))), []);
          const jsonl = await verifyAudit(each(changed.map((entry) => findJsonEntry(toJsonLine(entry)))), []);
          const why = field === 'previousHash' ? 'previous' : 'content';
          expect(csv.broken).toEqual({ sequence: at + 1, why });
          expect(jsonl.broken).toEqual({ sequence: at + 1, why });
          expect(csv.entries).toBe(at);
        }),
        { numRuns: 25 },
      );
    },
  );

  it('takes nothing for an entry that no hash covers', () => {
    const [entry] = [chain({ actor: 'jin', via: 'cli', act: 'a', subject: {}, outcome: 'ok' }, undefined, new Date(0))];
    expect(findJsonEntry(JSON.stringify({ ...entry, note: 'approved by everybody' }))).toBeUndefined();
    expect(findJsonEntry(JSON.stringify({ ...entry, subject: { run: 'r', by: 'x' } }))).toBeUndefined();
    expect(findJsonEntry('{"sequence":1')).toBeUndefined();
    expect(findCsvEntry(['1', 'too', 'few'])).toBeUndefined();
  });
});

describe('verifying', () => {
  it('says why: removed, exchanged, changed, unreadable', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlace, async ([entries, at]) => {
        const entry = entries[at] as AuditEntry;
        const why = async (changed: readonly (AuditEntry | undefined)[]): Promise<string | undefined> =>
          (await verifyAudit(each(changed), [])).broken?.why;
        if (at < entries.length - 1) expect(await why(entries.toSpliced(at, 1))).toBe('sequence');
        expect(await why(entries.toSpliced(at, 0, entry))).toBe('sequence');
        expect(await why(entries.with(at, { ...entry, actor: `${entry.actor}!` }))).toBe('content');
        expect(await why([...entries.slice(0, at), undefined])).toBe('shape');
        const { sequence: _s, at: _t, previousHash: _p, hash: _h, ...written } = entry;
        const forged = chain({ ...written, act: 'run.forged' }, entries[at - 1], new Date(0));
        expect(await why(entries.with(at, forged))).toBe(at === entries.length - 1 ? undefined : 'previous');
      }),
      { numRuns: 40 },
    );
  });

  it('holds a trail to the heads that were posted: one rewritten or cut off has them no more', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlace, async ([entries, at]) => {
        const posted = entries.at(-1)?.hash ?? '';
        const found = await verifyAudit(each(entries), [entries[at]?.hash.slice(0, 16) ?? '', posted]);
        expect(found.heads.map(({ sequence }) => sequence)).toEqual([at + 1, entries.length]);
        const cut = await verifyAudit(each(entries.slice(0, at)), [posted]);
        expect([cut.broken, isWhole(cut)]).toEqual([undefined, false]);
      }),
      { numRuns: 40 },
    );
  });
});
