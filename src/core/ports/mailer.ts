import type { Severity } from '../alert.ts';

/** Why whoever is mailed is mailed. `afterMs`: since the alert fires. */
export type MailNews =
  | { kind: 'unclaimed'; afterMs: number }
  | { kind: 'acknowledged' | 'silenced'; person: string; afterMs: number }
  | { kind: 'resolved'; afterMs: number };

/** A mail about a group of alerts, to one address. Text is foreign; times are epoch ms. */
export interface AlertMail {
  /** Names this mail for ever, of letters, digits, `.`, `_` and `-`: sent again, it is the same one to who reads it. */
  id: string;
  /** What all mails about the group have in common, of the same characters. */
  thread: string;
  to: string;
  /** Everybody who is mailed, as the mail shows it. */
  recipients: readonly string[];
  /** The same in all mails of the thread. */
  subject: string;
  news: MailNews;
  severity: Severity;
  title: string;
  service?: string;
  source: string;
  since: number;
  summary?: string;
  /** Of the message in Slack. */
  link?: string;
}

/**
 * A server that takes mails. Errors: `unreachable` (nothing was handed in), `outcome_unknown` (it may have taken the mail),
 * `remote_failed` (it refuses this mail or its recipient for good). Messages name the server and its words, no secret.
 */
export interface Mailer {
  /** Resolves when the server has taken it. */
  send(mail: AlertMail, signal: AbortSignal): Promise<void>;
  /** Connects, logs in and leaves. */
  check(): Promise<void>;
}
