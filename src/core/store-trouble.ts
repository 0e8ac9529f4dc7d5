import { OpsError } from './errors.ts';

/** Why the database cannot be written; `away`: it does not answer, or not in time. */
export type StoreTrouble = 'full' | 'read_only' | 'broken' | 'away';

const TROUBLES: readonly StoreTrouble[] = ['full', 'read_only', 'broken', 'away'];

/** The trouble of the database that something thrown tells of; undefined when it is something else. */
export function findStoreTrouble(thrown: unknown): StoreTrouble | undefined {
  const store = thrown instanceof OpsError ? thrown.details['store'] : undefined;
  return TROUBLES.find((trouble) => trouble === store);
}
