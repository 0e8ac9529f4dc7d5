import type { Selectable } from 'kysely';
import type { Actor } from '../core/actor.ts';
import type { RunId } from '../core/ids.ts';
import type { Run, RunStatus, RunStep, Vote, VoteDecision } from '../core/run.ts';
import type { Database } from './schema.ts';
import { wakeAt } from './wake-at.ts';

type RunRow = Selectable<Database['runs']>;
type StepRow = Selectable<Database['run_steps']>;
type VoteRow = Selectable<Database['votes']>;

/** Everything that has no column of its own is in `state`. */
export function toRunRow(run: Run): RunRow {
  const { id, service, runbook, status, createdAt, owner, leaseUntil, steps: _steps, votes: _votes, ...state } = run;
  return {
    id,
    service,
    runbook,
    status,
    requested_by: run.requestedBy.person,
    created_at: createdAt,
    owner: owner ?? null,
    lease_until: leaseUntil ?? null,
    wake_at: wakeAt(run) ?? null,
    state: JSON.stringify(state),
  };
}

export function toStepRow(runId: RunId, step: RunStep): StepRow {
  const { index, status, ...state } = step;
  return { run_id: runId, idx: index, type: step.plan.type, status, state: JSON.stringify(state) };
}

export function toVoteRow(runId: RunId, vote: Vote): VoteRow {
  const { slackId, reason, fills, ...rest } = vote;
  return {
    ...rest,
    run_id: runId,
    slack_id: slackId ?? null,
    reason: reason ?? null,
    fills: fills === undefined ? null : JSON.stringify(fills),
  };
}

export function toRun(row: RunRow, steps: readonly StepRow[], votes: readonly VoteRow[]): Run {
  return {
    ...(JSON.parse(row.state) as Omit<Run, 'steps' | 'votes'>),
    id: row.id as RunId,
    service: row.service,
    runbook: row.runbook,
    status: row.status as RunStatus,
    createdAt: row.created_at,
    ...(row.owner !== null && { owner: row.owner }),
    ...(row.lease_until !== null && { leaseUntil: row.lease_until }),
    steps: steps.map(toStep),
    votes: votes.map(toVote),
  };
}

function toStep(row: StepRow): RunStep {
  return { ...(JSON.parse(row.state) as RunStep), index: row.idx, status: row.status as RunStep['status'] };
}

function toVote(row: VoteRow): Vote {
  return {
    person: row.person,
    ...(row.slack_id !== null && { slackId: row.slack_id }),
    via: row.via as Actor['via'],
    decision: row.decision as VoteDecision,
    subject: row.subject,
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.fills !== null && { fills: JSON.parse(row.fills) as number[] }),
    at: row.at,
  };
}
