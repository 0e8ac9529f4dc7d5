import type { AuditDraft } from './audit.ts';
import type { Json } from './json.ts';
import type { MessageDraft } from './message.ts';

export interface WatcherChange {
  /** null: it is forgotten; left out: it stays as it is. */
  doc?: Json | null;
  audit?: readonly AuditDraft[];
  messages?: readonly MessageDraft[];
}

/** What the watchers must remember over a restart: one document a name. */
export interface WatcherStore {
  find(name: string): Promise<Json | undefined>;
  /**
   * The only way that a document changes, in one transaction with its audit entries and messages. `decide` sees it as it is;
   * undefined means nothing to change.
   */
  change(name: string, now: Date, decide: (known: Json | undefined) => WatcherChange | undefined): Promise<void>;
}
