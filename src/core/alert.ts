import type { AlertGroupId, AlertId, StormId } from './ids.ts';
import type { MailFollowUp } from './inventory.ts';

/** Worst first. */
export const SEVERITIES = ['critical', 'error', 'warning', 'info', 'none'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The sender's word. */
export type AlertStatus = 'firing' | 'resolved';

/**
 * Ours. `reopened` fires again within half an hour after it was resolved; `flapping` changes so often that its changes are
 * told together; `stale` means that its sender has not spoken of it for too long, which is not "resolved".
 */
export type AlertState = 'firing' | 'reopened' | 'flapping' | 'acknowledged' | 'silenced' | 'stale' | 'resolved';

/** Http(s) addresses and nothing else. */
export interface AlertLinks {
  source?: string;
  dashboard?: string;
  silence?: string;
  image?: string;
  runbook?: string;
}

/** What one body says about one alert, in our words. All text is foreign. Times are epoch ms. */
export interface AlertReading {
  /** What the sender keeps the same for the same alert, unique within the source. */
  key: string;
  status: AlertStatus;
  severity: Severity;
  severityRaw?: string;
  title: string;
  summary?: string;
  description?: string;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  /** What was measured, as text. */
  values: Readonly<Record<string, string>>;
  /** Begin of this occurrence, only where the sender says the same in every body about it. */
  startsAt?: number;
  endsAt?: number;
  /** When the sender says it said so; an older word never takes back a newer one. */
  saidAt?: number;
  links: AlertLinks;
  /** The sender's own group of alerts. */
  group?: string;
  /** Members of its group that this body leaves out. */
  unlisted?: number;
  /** After so long without a word it is stale. */
  staleAfterMs?: number;
}

/** An alert as it is known, one for each occurrence; one that was reopened goes on. */
export interface Alert extends Omit<AlertReading, 'startsAt' | 'group' | 'unlisted'> {
  id: AlertId;
  /** Name in the inventory. */
  source: string;
  /** Key of the occurrence: the begin as the sender says it, else when we first heard of it. */
  episode: string;
  state: AlertState;
  service?: string;
  host?: string;
  startsAt: number;
  /** `startsAt` is the sender's, so that occurrences can be told apart. */
  isStartKnown: boolean;
  receivedAt: number;
  lastSeenAt: number;
  changedAt: number;
  /** Its place in a storm, where it has one. */
  storm?: { id: StormId; place: number };
  /** When its sender's word changed last, oldest first: no more, and none older, than what decides whether it flaps. */
  changes?: ReadonlyArray<{ at: number; status: AlertStatus }>;
  /** Since the first of the changes that made it flap, until the last one, which was at `changedAt`. */
  flapping?: { since: number; changes: number; firingMs: number; resolvedMs: number; calmAt: number };
  /** The message that shows it; none for what was resolved before it was heard of. */
  group?: AlertGroupId;
  /** `seen`: bodies about it; `flaps`: times it began again. */
  counts: { seen: number; flaps: number };
}

/** Whom a step of the escalation called beside the alert's own thread: a channel, or an address. */
export interface Called {
  /** Names the step and the time of firing. */
  stage: string;
  channel?: string;
  /** Of a channel: whom the message there mentions, and how long nobody had taken the alert. */
  mention?: readonly string[];
  afterMs?: number;
  mail?: string;
  /** When the mail server took it. */
  at?: number;
  /** Why it has not. */
  failure?: string;
  /** What is still to be mailed, should it happen. */
  followUps?: readonly MailFollowUp[];
}

/** Alerts that share one message. */
export interface AlertGroup {
  id: AlertGroupId;
  source: string;
  /** What its members have in common, unique within the channel while the group takes new ones. */
  key: string;
  /** The key is the sender's group; ours take new members for a few minutes alone. */
  isSenders: boolean;
  channel: string;
  title: string;
  service?: string;
  /** Names of the suggested runbooks, best first. */
  runbooks: readonly string[];
  /** Members in all, and those that are not resolved. */
  total: number;
  open: number;
  /** Times one of its members began again. */
  flaps: number;
  unlisted: number;
  /** While members flap: told in the thread until `toldAt`, and again at `digestAt`. */
  flapping?: { since: number; toldAt: number; digestAt: number };
  worst: Severity;
  createdAt: number;
  updatedAt: number;
  /** Since when it fires this time. */
  firingSince?: number;
  /** Steps of the escalation that were taken this time, and whether whoever took it was reminded. */
  escalated?: number;
  isReminded?: boolean;
  /** Whom the steps called, this time. */
  called?: readonly Called[];
  /** Subject of the mails about it; stays, so that they are one thread. */
  subject?: string;
  /** When the last open member was resolved. */
  resolvedAt?: number;
  acknowledged?: { person: string; slackId?: string; at: number };
  /** It began in a storm and is shown there, not by a message of its own. */
  storm?: StormId;
  /** `ids` are the silences at the sender; none: it is silenced by us alone. */
  silenced?: { person: string; slackId?: string; at: number; until: number; ids: readonly string[] };
}

/** Members of a group, counted. */
export interface AlertCounts {
  states: Readonly<Partial<Record<AlertState, number>>>;
  /** Pages of storms that list them. */
  pages?: ReadonlyArray<{ id: StormId; page: number }>;
}

export const isOpen = (state: AlertState): boolean => state !== 'resolved';

/** The worse of two. */
export const worse = (a: Severity, b: Severity): Severity => (SEVERITIES.indexOf(a) <= SEVERITIES.indexOf(b) ? a : b);

const WORST_FIRST: readonly AlertState[] = [
  'firing',
  'reopened',
  'flapping',
  'acknowledged',
  'silenced',
  'stale',
  'resolved',
];

/** A group is as its worst member is. */
export function stateOf({ states }: AlertCounts): AlertState {
  return WORST_FIRST.find((state) => (states[state] ?? 0) > 0) ?? 'resolved';
}

/** Since when a group fires this time; names the time in keys. */
export const firesSince = (group: AlertGroup): number => group.firingSince ?? group.createdAt;

/** Key of the one message of a group. */
export const alertMessageKey = (id: AlertGroupId): string => `${id}/alert`;
