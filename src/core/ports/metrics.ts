import type { Retained } from '../retention.ts';

/** What is counted and timed. Labels must come from small closed sets (names of runbooks, step types, API methods). */
export interface Metrics {
  runEnded(facts: { runbook: string; outcome: string }): void;
  stepEnded(facts: { type: string; outcome: string; durationMs: number }): void;
  /** From the moment a gate began to ask until it was decided, either way. */
  approvalDecided(facts: { waitedMs: number }): void;
  /** Somebody went on without the approvals. */
  glassBroken(facts: { runbook: string }): void;
  /** `outcome`: `ok`, or the kind of failure. */
  slackCalled(facts: { method: string; outcome: string }): void;
  /** Of what the inventory keeps for a while only. */
  deleted(facts: { what: Retained; count: number }): void;
  slackRateLimited(facts: { method: string }): void;
  /** The bot said to its watcher that it is well, or did not. */
  heartbeatEnded(facts: { outcome: 'sent' | 'failed' | 'held_back' }): void;
  /** Where to look at every scrape. */
  watch(readers: Readers): void;
}

type Reading = number | Promise<number>;

export interface Readers {
  /** Age of the oldest message that still waits to be sent, 0 when none does. */
  outboxOldestMs(): Reading;
  /** Sequence number of the newest audit entry. */
  auditSequence(): Reading;
  /** 1 while events of Slack can arrive. */
  slackConnected(): Reading;
  /** Since anything of Slack last reached us; NaN before that. */
  slackHeardMs(): Reading;
  /** 1 while what people do in Slack does not reach us. */
  slackDeaf(): Reading;
  /** Since the last heartbeat was taken; NaN before that. */
  heartbeatMs(): Reading;
  /** 1 while everything destructive is frozen. */
  frozen(): Reading;
  /** Broken glass that nobody has looked at yet. */
  openReviews(): Reading;
}
