import type { Alert, AlertCounts, AlertGroup, AlertState } from './alert.ts';
import type { AuditDraft } from './audit.ts';
import type { AlertStorm, ChannelLoad, StormCounts } from './alert-storm.ts';
import type { AlertGroupId, StormId } from './ids.ts';
import type { MessageDraft } from './message.ts';

/** A body as it came, but for secrets, for whoever must find out later what was said. */
export interface RawDelivery {
  id: string;
  source: string;
  receivedAt: number;
  /** The sender's own name for this delivery: seen before, it says nothing new. */
  deliveryId?: string;
  /** Gzip. */
  body: Uint8Array;
  /** Of what came. */
  sizeBytes: number;
  /** `read`, `unreadable`, or why it is no alert. */
  outcome: string;
}

/** Which alerts and groups a decision needs to see. */
export interface AlertLookup {
  keys: ReadonlyArray<{ source: string; key: string }>;
  groups: ReadonlyArray<{ channel: string; key: string }>;
}

export interface AlertsKnown {
  /** The newest occurrence, by `alertIndex`. */
  alerts: ReadonlyMap<string, Alert>;
  /** The newest of each key, by `groupIndex`, and those of the alerts above, by id. */
  groups: ReadonlyMap<string, AlertGroup>;
  /** By channel, for every channel asked for. */
  channels: ReadonlyMap<string, ChannelLoad>;
  /** Delivery ids among those asked for that were seen before, by `alertIndex`. */
  deliveries: ReadonlySet<string>;
}

export const alertIndex = (source: string, key: string): string => `${source}\u0000${key}`;
export const groupIndex = (channel: string, key: string): string => `${channel}\u0000${key}`;

/** What a decision about a group sees of its members. */
export interface GroupFacts extends AlertCounts {
  /** Those that flap. */
  flapping: readonly Alert[];
}

/** Everything that one transition writes, in one transaction. */
export interface AlertChange {
  /** New or changed. */
  alerts?: readonly Alert[];
  groups?: readonly AlertGroup[];
  storms?: readonly AlertStorm[];
  /** Seen again, nothing new: the cheap way to say so. */
  seen?: ReadonlyArray<{ id: string; at: number }>;
  /** Members of a group in one of the states `from` go to `to`: those of `ids`, or that went stale by `staleBy`, or all. */
  move?: {
    group: AlertGroupId;
    from: readonly AlertState[];
    to: AlertState;
    ids?: readonly string[];
    staleBy?: number;
  };
  /** Members of these groups in one of the states `from` go to `to`, which is an open one, too. */
  moveAll?: { groups: readonly AlertGroupId[]; from: readonly AlertState[]; to: AlertState };
  deliveries?: readonly RawDelivery[];
  audit: readonly AuditDraft[];
  messages: readonly MessageDraft[];
  /** Keys of mails that need no further try. */
  settled?: readonly string[];
}

export interface AlertStore {
  /**
   * The only way alerts change by what senders say: `decide` sees what is known inside the transaction and says what to
   * write. It is told of the deliveries' own ids that were seen before.
   */
  record(
    lookup: AlertLookup & { deliveries: ReadonlyArray<{ source: string; deliveryId: string }> },
    now: Date,
    decide: (known: AlertsKnown) => AlertChange,
  ): Promise<void>;
  /**
   * The only way a group changes by what people do: `decide` sees it as it is inside the transaction, or throws and
   * nothing is written. `not_found` for an unknown id.
   */
  updateGroup(
    id: AlertGroupId,
    now: Date,
    decide: (group: AlertGroup, facts: GroupFacts) => AlertChange,
  ): Promise<AlertGroup>;
  findGroup(id: AlertGroupId): Promise<AlertGroup | undefined>;
  /** Open groups, newest change first; of one service, or all. */
  listOpen(filter: { service?: string; limit: number }): Promise<readonly AlertGroup[]>;
  /** Alerts of these services that fire and that nobody silenced, worst first, then oldest first. */
  listFiring(services: readonly string[], limit: number): Promise<readonly Alert[]>;
  /** Open groups that somebody silenced. */
  listSilenced(limit: number): Promise<readonly AlertGroup[]>;
  /** Groups with members whose senders have been quiet for too long. */
  listDue(now: Date, limit: number): Promise<{ stale: readonly AlertGroupId[] }>;
  /** Groups in which a member has not changed for long enough, or that are to be told of by now. */
  listFlapping(now: Date, limit: number): Promise<readonly AlertGroupId[]>;
  /** Storms into which nothing new came since. */
  listQuietStorms(since: Date): Promise<readonly AlertStorm[]>;
  findStorm(id: StormId): Promise<AlertStorm | undefined>;
  /** `decide` sees it as it is inside the transaction; undefined means nothing to change. */
  updateStorm(
    id: StormId,
    now: Date,
    decide: (storm: AlertStorm) => { storm: AlertStorm; messages: readonly MessageDraft[] } | undefined,
  ): Promise<void>;
  /** As `updateGroup`, for all groups with an alert in the storm at once. `not_found` for an unknown id. */
  updateStormGroups(
    id: StormId,
    now: Date,
    decide: (storm: AlertStorm, groups: readonly AlertGroup[]) => AlertChange,
  ): Promise<void>;
  countStorm(id: StormId): Promise<StormCounts>;
  /** In their order, from this place on. */
  listStorm(id: StormId, from: number, limit: number): Promise<readonly Alert[]>;
  /** The newest occurrence. */
  findAlert(source: string, key: string): Promise<Alert | undefined>;
  countMembers(id: AlertGroupId): Promise<AlertCounts>;
  /** Open ones first, worst first, then oldest first. */
  listMembers(id: AlertGroupId, limit: number): Promise<readonly Alert[]>;
}
