import type { Severity } from './alert.ts';
import type { StormId } from './ids.ts';

/** So many alerts at once in a channel that they share one message, and are listed by name in its thread. */
export interface AlertStorm {
  id: StormId;
  channel: string;
  /** Alerts in it; each has its place from 0. */
  count: number;
  /** Critical groups that got a message of their own. */
  ownMessages: number;
  startedAt: number;
  /** So many are in pages that were asked for while nothing new came. */
  listed?: number;
  /** When the last new one came. */
  grewAt: number;
  endedAt?: number;
  /** Who took all of it last. */
  acknowledged?: { person: string; slackId?: string; at: number };
}

/** Alerts that one message of the thread lists. */
export const STORM_PAGE = 100;

export const stormKey = (id: StormId): string => `${id}/storm`;
export const stormPageKey = (id: StormId, page: number): string => `${id}/page/${page}`;
export const stormFileKey = (id: StormId): string => `${id}/file`;

/** A storm's alerts counted by what does not take their texts. */
export interface StormCounts {
  open: number;
  /** Those of them that nobody took or silenced. */
  firing: number;
  severities: Readonly<Partial<Record<Severity, number>>>;
  /** Most first; `service` is left out for those that belong to none. */
  services: ReadonlyArray<{ service?: string; count: number }>;
}

/** What a channel is going through, as far as the decision about a storm needs it. */
export interface ChannelLoad {
  /** Groups that began in the last ten seconds. */
  newGroups: number;
  /** First messages of alerts that wait to be sent. */
  unsent: number;
  /** The one that has not ended. */
  storm?: AlertStorm;
}
