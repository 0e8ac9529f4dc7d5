/** What is counted and timed. Labels must come from small closed sets (names of runbooks, step types, API methods). */
export interface Metrics {
  runEnded(facts: { runbook: string; outcome: string }): void;
  stepEnded(facts: { type: string; outcome: string; durationMs: number }): void;
  /** From the moment a gate began to ask until it was decided, either way. */
  approvalDecided(facts: { waitedMs: number }): void;
  /** `outcome`: `ok`, or the kind of failure. */
  slackCalled(facts: { method: string; outcome: string }): void;
  slackRateLimited(facts: { method: string }): void;
  slackConnected(connected: boolean): void;
  /** Sequence number of the newest audit entry. */
  auditGrew(facts: { sequence: number }): void;
  /** Asked at every scrape: the age of the oldest message that still waits to be sent, 0 when none does. */
  watchOutbox(readOldestMs: () => number | Promise<number>): void;
}
