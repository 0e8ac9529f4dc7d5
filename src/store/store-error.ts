import { OpsError } from '../core/errors.ts';
import type { StoreTrouble } from '../core/store-trouble.ts';

/** SQLite's primary result codes for a database that cannot be written. */
const TROUBLES: ReadonlyMap<number, StoreTrouble> = new Map([
  [8, 'read_only'],
  [10, 'broken'],
  [11, 'broken'],
  [13, 'full'],
  [14, 'broken'],
  [26, 'broken'],
]);

/**
 * What SQLite threw, as an OpsError when the file or the disk is to blame. The code is `internal`: a result that could not
 * be written down says nothing about what was done, so the engine has to find out.
 */
export function toStoreError(thrown: unknown): unknown {
  const code = (thrown as { errcode?: unknown } | null)?.errcode;
  // The upper bits say more about the same trouble.
  const trouble = typeof code === 'number' ? TROUBLES.get(code % 256) : undefined;
  if (trouble === undefined) return thrown;
  // The log writes the cause's words behind these.
  return new OpsError('internal', 'The database cannot be used', { cause: thrown, details: { store: trouble } });
}
