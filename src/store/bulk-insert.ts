import { CompiledQuery, type Transaction } from 'kysely';
import { inChunks } from './in-chunks.ts';
import type { Database } from './schema.ts';

/** Writes rows, however many. */
export type BulkInsert<Row> = (tx: Transaction<Database>, rows: readonly Row[]) => Promise<void>;

/**
 * An insert of many rows of one shape. To build a statement of a thousand values takes longer than to run it, and its text
 * depends on their number alone: it is built once for each size. Rows have the same columns in the same order.
 */
export function createBulkInsert<Row extends object>(
  build: (tx: Transaction<Database>, rows: readonly Row[]) => { compile(): CompiledQuery },
): BulkInsert<Row> {
  const texts = new Map<number, string>();
  return async (tx, rows) => {
    for (const chunk of inChunks(rows)) {
      const text = texts.get(chunk.length);
      const query = text === undefined ? build(tx, chunk).compile() : CompiledQuery.raw(text, chunk.flatMap(toValues));
      texts.set(chunk.length, query.sql);
      await tx.executeQuery(query);
    }
  };
}

const toValues = (row: object): unknown[] => Object.values(row);

/** For `on conflict`: every column as it was to be inserted. */
export function pickExcluded(row: { ref(column: never): unknown }, sample: object): Record<string, never> {
  return Object.fromEntries(
    Object.keys(sample).map((column) => [column, row.ref(`excluded.${column}` as never) as never]),
  );
}
