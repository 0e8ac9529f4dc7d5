import type { AlertStore } from './alert-store.ts';
import type { AuditDraft, AuditEntry } from './audit.ts';
import type { Authenticator } from './authenticator.ts';
import type { Freeze, Review } from './guards.ts';
import type { RunId } from './ids.ts';
import type { Message, MessageDraft } from './message.ts';
import type { Peers } from './peers.ts';
import type { Retained } from './retention.ts';
import type { Run, RunStatus, RunStep, Vote } from './run.ts';
import type { Output } from './output.ts';
import type { WatcherStore } from './watcher-store.ts';

/** Everything that one transition writes, in one transaction. Keys of `run` set to undefined are cleared. */
export interface RunChange {
  run?: Partial<{ [K in keyof Omit<Run, 'id' | 'steps' | 'votes'>]: Run[K] | undefined }>;
  steps?: ReadonlyArray<
    { index: number } & Partial<{ [K in keyof Omit<RunStep, 'index' | 'plan'>]: RunStep[K] | undefined }>
  >;
  /** Appended to the plan; `run.plan` and `run.planHash` must be given too. */
  newSteps?: readonly RunStep[];
  vote?: Vote;
  /** Somebody has to look at this afterwards. */
  review?: Review;
  /** Refused with `conflict` and `details.isFrozen` while everything destructive is frozen: asked in the transaction. */
  unlessFrozen?: boolean;
  audit: readonly AuditDraft[];
  /** Kept beside the trail; what is there already stays as it is. */
  outputs?: readonly KeptOutput[];
  /** A message of the kind `audit_head` gets the head as it is after this transaction. */
  messages?: readonly MessageDraft[];
}

export interface RunFilter {
  status?: readonly RunStatus[];
  service?: string;
  runbooks?: readonly string[];
  /** Newest first. */
  limit: number;
}

export interface RunStore {
  /**
   * Stores a new run with its steps; takes the service's lock unless `isLocking` is false. `conflict` when the lock is
   * held, with `details.holder` = the run that holds it.
   */
  create(
    run: Run,
    options: { isLocking: boolean; audit: readonly AuditDraft[]; messages: readonly MessageDraft[] },
  ): Promise<Run>;
  find(id: RunId): Promise<Run | undefined>;
  list(filter: RunFilter): Promise<readonly Run[]>;
  /**
   * The only way a run changes: `decide` sees the run as it is inside the transaction and says what to write, or throws
   * and nothing is written; undefined means nothing to change. An ended status frees the lock. `not_found` for an unknown id.
   */
  update(id: RunId, now: Date, decide: (run: Run) => RunChange | undefined): Promise<Run>;
  /** Runs that somebody should drive now: working without a live owner, or waiting with something that fell due. */
  listDue(now: Date, owner: string): Promise<readonly RunId[]>;
  /** The run that holds the service's lock. */
  findHolder(service: string): Promise<{ runId: RunId; since: number; person: string } | undefined>;
  /**
   * At start on a store with one writer: nobody else can be alive, so everything is free at once. On one that several
   * processes share nobody is freed: a dead owner's lease runs out.
   */
  freeAllOwners(now: Date): Promise<number>;
}

export interface AuditFilter {
  run?: string;
  service?: string;
  actor?: string;
  act?: string;
  /** From this time on, and before that one. */
  since?: Date;
  until?: Date;
}

/** What steps printed in full, beside the trail: an entry's `details.outputs` is its digest. */
export interface KeptOutput {
  /** `hashJson` of `outputs`. */
  digest: string;
  outputs: readonly Output[];
  /** Epoch ms. They are gone, and none is here: the digest still says what they were. */
  expiredAt?: number;
}

export interface AuditStore {
  append(drafts: readonly AuditDraft[], now: Date): Promise<void>;
  /** Newest first. */
  list(filter: AuditFilter & { limit: number }): Promise<readonly AuditEntry[]>;
  head(): Promise<AuditEntry | undefined>;
  /** The whole chain, or what of it passes the filter, oldest first, in constant memory. */
  scan(filter?: AuditFilter): AsyncIterable<AuditEntry>;
  findOutput(digest: string): Promise<KeptOutput | undefined>;
  /** All outputs, the expired ones too, in constant memory. */
  scanOutputs(): AsyncIterable<KeptOutput>;
}

export interface MessageStore {
  /** Adds the message or, when its key is known, asks for it to be brought up to date. */
  want(drafts: readonly MessageDraft[], now: Date): Promise<void>;
  find(key: string): Promise<Message | undefined>;
  /**
   * Messages whose wanted version is ahead and whose time has come; by priority, then parents before children, oldest first.
   * The limit is for those never posted and for edits each: many of one do not hide the other. Those for Slack, or mails.
   */
  listDue(now: Date, limit: number, way?: 'slack' | 'mail'): Promise<readonly Message[]>;
  patch(key: string, patch: Partial<{ [K in keyof Message]: Message[K] | undefined }>): Promise<void>;
  /** Since when the message that is behind for longest is behind; mails do not count. */
  oldestUndelivered(): Promise<number | undefined>;
}

interface GuardChange {
  audit: readonly AuditDraft[];
  messages?: readonly MessageDraft[];
}

/** What holds people back, and what they have to look at afterwards. Each change is one transaction with its audit entries. */
export interface GuardStore {
  findFreeze(): Promise<Freeze | undefined>;
  /** `decide` sees the freeze in force, and begins one, ends it, or throws. */
  changeFreeze(
    now: Date,
    decide: (open: Freeze | undefined) => GuardChange & ({ begin: Freeze } | { endedBy: string }),
  ): Promise<void>;
  listOpenReviews(): Promise<readonly Review[]>;
  findReview(id: string): Promise<Review | undefined>;
  /** `not_found` for an unknown id. */
  closeReview(
    id: string,
    now: Date,
    decide: (review: Review) => GuardChange & { closedBy: string; notes: string },
  ): Promise<Review>;
  findAuthenticator(person: string): Promise<Authenticator | undefined>;
  listAuthenticators(): Promise<readonly Authenticator[]>;
  /** Writes what `decide` makes of it; null takes it away. */
  changeAuthenticator(
    person: string,
    now: Date,
    decide: (known: Authenticator | undefined) => GuardChange & { authenticator?: Authenticator | null },
  ): Promise<void>;
}

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

/** The one port to the database. Every adapter passes the same contract suite. */
export interface Store {
  runs: RunStore;
  audit: AuditStore;
  messages: MessageStore;
  alerts: AlertStore;
  guards: GuardStore;
  retention: RetentionStore;
  peers: Peers;
  watchers: WatcherStore;
  /** Throws when the database cannot be written. */
  check(): Promise<void>;
  close(): Promise<void>;
}
