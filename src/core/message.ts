import type { Json } from './json.ts';

/**
 * What kind of message to render from the database when it is delivered. A `call` is a thread message that calls people by
 * name, a `review` tells of broken glass until somebody has closed it, an `alert_call` tells another channel of an alert that
 * nobody took, an `alert_note` stands in an alert's thread alone, a `primary_down` that a primary looks down. A `mail` waits
 * here too, and is no business of Slack's.
 */
export type MessageKind =
  | 'card'
  | 'pointer'
  | 'call'
  | 'thread'
  | 'announcement'
  | 'audit_head'
  | 'alert'
  | 'alert_news'
  | 'alert_digest'
  | 'alert_call'
  | 'alert_note'
  | 'mail'
  | 'storm'
  | 'storm_page'
  | 'storm_file'
  | 'primary_down'
  | 'review';

/**
 * What goes before what when Slack cannot take all at once: what people decide by, the first word of a critical alert, that an
 * alert was taken or is over, other new alerts, lists.
 */
export const PRIORITY = { decision: 0, critical: 1, change: 2, news: 3, list: 4 } as const;

/**
 * A message as it is wanted, beside what was delivered of it: Slack is a view that can be rebuilt.
 * The key is the message's identity for ever: it is sent along as metadata, so a post whose answer was lost is found again.
 */
export interface MessageDraft {
  key: string;
  kind: MessageKind;
  channel: string;
  /** Key of the message in whose thread it belongs. */
  parentKey?: string;
  runId?: string;
  body?: Json;
  /** Smaller goes first, in its channel and among all that wait. Default 0. */
  priority?: number;
}

export interface Message extends MessageDraft {
  /** Grows with each change that should be seen. */
  wantedVersion: number;
  deliveredVersion: number;
  /** Slack's id, once posted. */
  ts?: string;
  /** A post was started and its answer is not known. */
  postingSince?: number;
  deliveredAt?: number;
  attempts: number;
  nextTryAt: number;
  createdAt: number;
  /** Given up, with Slack's error. */
  failure?: string;
}
