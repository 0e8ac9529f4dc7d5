import fc from 'fast-check';
import { chain, type AuditDraft, type AuditEntry } from '../../src/core/audit.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 8 });

/** Any entry that somebody may write. */
export const anyDraft: fc.Arbitrary<AuditDraft> = fc.record(
  {
    actor: text,
    via: fc.constantFrom('slack', 'cli', 'schedule', 'system'),
    act: fc.constantFrom('run.requested', 'approval.approved', 'step.intended'),
    subject: fc.record({ service: text, run: text, step: text }, { requiredKeys: [], noNullPrototype: true }),
    outcome: fc.constantFrom('ok', 'refused', 'failed', 'unknown', 'intended'),
    details: fc.record({ argv: fc.array(text, { maxLength: 3 }), exitCode: fc.nat() }, { noNullPrototype: true }),
  },
  { requiredKeys: ['actor', 'via', 'act', 'subject', 'outcome'], noNullPrototype: true },
);

export function toChain(drafts: readonly AuditDraft[]): AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (const [index, each] of drafts.entries()) entries.push(chain(each, entries.at(-1), new Date(index * 1_000)));
  return entries;
}

export const anyChain = fc.array(anyDraft, { minLength: 2, maxLength: 8 }).map(toChain);

/** A chain and a place in it. */
export const anyPlace = anyChain.chain((all) => fc.tuple(fc.constant(all), fc.nat({ max: all.length - 1 })));
