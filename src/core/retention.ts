import type { AuditDraft } from './audit.ts';

/** What is deleted when it is old enough. The audit trail is not among it. */
export const RETAINED = ['rawBodies', 'alerts', 'outputs'] as const;
export type Retained = (typeof RETAINED)[number];

/** For how long each is kept, ms; left out: for ever. */
export type Retention = Readonly<Partial<Record<Retained, number>>>;

export interface Deleted {
  count: number;
  /** Nothing that old is left. */
  isDone: boolean;
}

export interface RetentionStore {
  /**
   * Deletes at most `limit` of what is older than `before`, oldest first, in one short transaction. Never an alert that is
   * not resolved, nor one whose group is open, silenced just now, or has a message that is not posted yet; never the output
   * of a run that goes on. Of an output, its digest stays.
   */
  delete(what: Retained, options: { before: Date; now: Date; limit: number }): Promise<Deleted>;
  /** `decide` sees what was deleted since this was last told, and when that was; undefined: not now. */
  tell(
    now: Date,
    decide: (untold: Readonly<Record<Retained, number>>, toldAt: Date | undefined) => AuditDraft | undefined,
  ): Promise<void>;
}
