import type { Actor } from '../actor.ts';
import type { AlertGroup } from '../alert.ts';
import type { AlertGroupId, StormId } from '../ids.ts';
import type { Matcher } from '../matcher.ts';
import type { PrimaryDown } from '../primary-down.ts';

/** One request of a sender; names of headers in lower case. */
export interface AlertRequest {
  /** Name in the inventory. */
  source: string;
  headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  query: Readonly<Record<string, string>>;
  /** What follows the source in the path, without its slash; may hold the secret. */
  subpath: string;
}

/** What the sender is told. Never 4xx for what it sent, once it is known: most senders drop what is refused. */
export interface AlertAnswer {
  status: 200 | 401 | 503;
  body: string | Readonly<Record<string, number | string>>;
}

/** The way in for senders. */
export interface AlertDoor {
  /** Whether the sender is known, before its body is read. `by_body`: only its signature over the body can tell. */
  admit(request: AlertRequest): 'yes' | 'no' | 'by_body';
  /** Stores what was said; the answer is given after the commit. `isCut`: more came than is taken. */
  accept(request: AlertRequest, body: Buffer, facts: { isCut: boolean }): Promise<AlertAnswer>;
}

/**
 * Alerts as people see them. Errors, all with texts for the person who asked: `not_found`, `conflict` (already done, or
 * resolved meanwhile).
 */
export interface Alerts {
  find(id: AlertGroupId): Promise<AlertGroup | undefined>;
  /** Takes every firing member: somebody looks after them. */
  acknowledge(id: AlertGroupId, actor: Actor): Promise<AlertGroup>;
  /** Takes everything that a storm brought and nobody took yet. */
  acknowledgeStorm(id: StormId, actor: Actor): Promise<void>;
  /**
   * Nothing is posted of it for so long, and nothing sent where its sender has an API of silences. `not_allowed` for who is
   * no operator; `remote_failed`, `outcome_unknown` when the sender did not take it: then it is not silenced.
   */
  silence(id: AlertGroupId, wanted: { actor: Actor; forMs: number; reason?: string }): Promise<AlertGroup>;
  unsilence(id: AlertGroupId, actor: Actor): Promise<AlertGroup>;
  /** Open groups with a member that meets all conditions. */
  match(matchers: readonly Matcher[]): Promise<readonly AlertGroup[]>;
  /** A primary that looks down now. */
  findPrimaryDown(service: string): Promise<PrimaryDown | undefined>;
  /** Open groups, newest change first. */
  listOpen(filter: { service?: string; limit: number }): Promise<readonly AlertGroup[]>;
}
