import type { RunId } from './ids.ts';

/** Nothing destructive is done anywhere while one is in force. */
export interface Freeze {
  id: string;
  since: number;
  person: string;
  reason: string;
}

/** What somebody else must look at, because glass was broken. Open until `closedAt`. */
export interface Review {
  id: string;
  run: RunId;
  service: string;
  runbook: string;
  /** Who broke the glass. */
  person: string;
  slackId?: string;
  reason: string;
  at: number;
  closedAt?: number;
  closedBy?: string;
  notes?: string;
}
