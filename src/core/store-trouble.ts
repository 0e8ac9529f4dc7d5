import { OpsError } from './errors.ts';

/** Why the database cannot be written. */
export type StoreTrouble = 'full' | 'read_only' | 'broken';

/** The trouble of the database that something thrown tells of; undefined when it is something else. */
export function findStoreTrouble(thrown: unknown): StoreTrouble | undefined {
  const store = thrown instanceof OpsError ? thrown.details['store'] : undefined;
  return store === 'full' || store === 'read_only' || store === 'broken' ? store : undefined;
}
