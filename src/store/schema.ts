/** Times are epoch ms, documents are JSON text. Columns beside `state` are those that queries and people look for. */
export interface Database {
  runs: {
    id: string;
    service: string;
    runbook: string;
    status: string;
    requested_by: string;
    created_at: number;
    owner: string | null;
    lease_until: number | null;
    /** When somebody should look at it again; null: only when a person does something. */
    wake_at: number | null;
    state: string;
  };
  run_steps: { run_id: string; idx: number; type: string; status: string; state: string };
  votes: {
    run_id: string;
    subject: string;
    person: string;
    slack_id: string | null;
    via: string;
    decision: string;
    reason: string | null;
    at: number;
    /** JSON list. */
    fills: string | null;
  };
  locks: { service: string; run_id: string; person: string; since: number };
  freezes: {
    id: string;
    since: number;
    person: string;
    reason: string;
    /** 1 while it is in force, then null: unique, so there is one at most. */
    is_open: number | null;
    ended_at: number | null;
    ended_by: string | null;
  };
  reviews: {
    id: string;
    run_id: string;
    service: string;
    runbook: string;
    person: string;
    slack_id: string | null;
    reason: string;
    at: number;
    closed_at: number | null;
    closed_by: string | null;
    notes: string | null;
  };
  authenticators: {
    person: string;
    secret: string;
    enrolled_at: number;
    last_step: number | null;
    /** JSON list of times. */
    wrong_at: string;
    locked_until: number | null;
  };
  audit_entries: {
    sequence: number;
    at: string;
    actor: string;
    via: string;
    act: string;
    service: string | null;
    run_id: string | null;
    step: string | null;
    outcome: string;
    details: string;
    previous_hash: string;
    hash: string;
  };
  outputs: {
    digest: string;
    kept_at: number;
    /** JSON of the outputs; empty once expired. */
    body: string;
    expired_at: number | null;
  };
  /** How many were deleted since the trail told of it; `told`: when that was. */
  deletions: { what: string; count: number };
  watcher_notes: { name: string; changed_at: number; doc: string };
  /** One row, written to see whether writing works. */
  write_checks: { id: number; count: number };
  messages: {
    key: string;
    /** Order of creation. */
    position: number;
    kind: string;
    channel: string;
    parent_key: string | null;
    run_id: string | null;
    body: string | null;
    wanted_version: number;
    delivered_version: number;
    ts: string | null;
    posting_since: number | null;
    delivered_at: number | null;
    attempts: number;
    next_try_at: number;
    created_at: number;
    /** Since when it is behind, while it is. */
    wanted_at: number;
    failure: string | null;
    priority: number;
  };
  alerts: {
    id: string;
    /** `source/key`: what an alert is found by. */
    lookup: string;
    /** 1 for the newest occurrence of its key, else null. */
    newest: 1 | null;
    state: string;
    /** Place in SEVERITIES: 0 is the worst. */
    severity: number;
    service: string | null;
    group_id: string | null;
    storm_id: string | null;
    storm_place: number | null;
    started_at: number;
    changed_at: number;
    seen_at: number;
    seen_count: number;
    /** When it goes stale unless its sender speaks. */
    stale_at: number | null;
    /** When it does not flap any more, unless it changes again. */
    calm_at: number | null;
    doc: string;
  };
  alert_groups: {
    id: string;
    /** `channel/key`: what a group is found by. */
    lookup: string;
    channel: string;
    source: string;
    service: string | null;
    open: number;
    /** Until when somebody silenced it. */
    silenced_until: number | null;
    /** When its thread is to tell of what flaps. */
    digest_at: number | null;
    created_at: number;
    updated_at: number;
    doc: string;
  };
  alert_storms: { id: string; channel: string; grew_at: number; ended_at: number | null; doc: string };
  alert_deliveries: {
    id: string;
    source: string;
    received_at: number;
    delivery_id: string | null;
    body: Uint8Array;
    size_bytes: number;
    outcome: string;
  };
}
