import { z } from 'zod';
import type { AuditEntry } from './audit.ts';
import type { Via } from './actor.ts';
import type { Json } from './json.ts';
import { toCsvCell } from './to-csv-cell.ts';

/** How a trail is written to a file. Both ways lose nothing: what is read back can be verified. */
export type AuditFormat = 'jsonl' | 'csv';

const CSV_COLUMNS = [
  'sequence',
  'at',
  'actor',
  'via',
  'act',
  'service',
  'run',
  'step',
  'outcome',
  'details',
  'previousHash',
  'hash',
] as const;

export const CSV_HEADER = `${CSV_COLUMNS.join(',')}\r\n`;

/** Nothing beside what is hashed: a field more would be a claim that no hash covers. */
const entrySchema = z.strictObject({
  sequence: z.int().positive(),
  at: z.string(),
  actor: z.string(),
  via: z.string().transform((via) => via as Via),
  act: z.string(),
  subject: z.strictObject({
    service: z.string().optional(),
    run: z.string().optional(),
    step: z.string().optional(),
  }),
  outcome: z.string().transform((outcome) => outcome as AuditEntry['outcome']),
  details: z.json().transform((details) => details as Json),
  previousHash: z.string(),
  hash: z.string(),
});

/** An entry out of what a file held; undefined when it is none. */
export function findEntry(value: unknown): AuditEntry | undefined {
  const { data } = entrySchema.safeParse(value);
  // zod sets optional keys only where they were given, which the hash depends on.
  return data as AuditEntry | undefined;
}

export function toJsonLine(entry: AuditEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

export function findJsonEntry(line: string): AuditEntry | undefined {
  try {
    return findEntry(JSON.parse(line));
  } catch {
    return undefined;
  }
}

export function toCsvLine({ subject, details, ...entry }: AuditEntry): string {
  const { service, run, step } = subject;
  const row = { ...entry, service, run, step, details: JSON.stringify(details) };
  return `${CSV_COLUMNS.map((column) => toCell(row[column])).join(',')}\r\n`;
}

function toCell(value: string | number | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'number' ? String(value) : toCsvCell(value);
}

/** The row as it was written; `undefined` cells were left out. */
export function findCsvEntry(row: readonly (string | undefined)[]): AuditEntry | undefined {
  if (row.length !== CSV_COLUMNS.length) return undefined;
  const cell = (column: (typeof CSV_COLUMNS)[number]): string | undefined =>
    row[CSV_COLUMNS.indexOf(column)]?.replace(/^'/, '');
  const [service, run, step] = [cell('service'), cell('run'), cell('step')];
  try {
    return findEntry({
      sequence: Number(cell('sequence')),
      at: cell('at'),
      actor: cell('actor'),
      via: cell('via'),
      act: cell('act'),
      subject: {
        ...(service !== undefined && { service }),
        ...(run !== undefined && { run }),
        ...(step !== undefined && { step }),
      },
      outcome: cell('outcome'),
      details: JSON.parse(cell('details') ?? ''),
      previousHash: cell('previousHash'),
      hash: cell('hash'),
    });
  } catch {
    return undefined;
  }
}
