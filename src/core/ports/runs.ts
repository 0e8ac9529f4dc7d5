import type { Actor } from '../actor.ts';
import type { RunId } from '../ids.ts';
import type { Json } from '../json.ts';
import type { Choice, Run } from '../run.ts';
import type { RunFilter } from '../store.ts';

export interface RunRequest {
  runbook: string;
  service: string;
  /** Further parameters of the runbook, as typed. */
  params?: Record<string, Json>;
  reason: string;
  isDryRun: boolean;
  channel: string;
  actor: Actor;
}

/** What a person may answer when a run stands still. `step` and `attempt` are those that the person saw. */
export interface Answer {
  choice: Choice;
  step: number;
  attempt: number;
  reason?: string;
  /** Of the authenticator, for a skip whose policy asks for it. */
  code?: string;
}

export interface Approval {
  actor: Actor;
  binding: string;
  /** Of the authenticator, where the gate's `stepUp` asks for it. */
  code?: string;
  /** The person knows that the service was moved a short while ago (the run's `recentMove`). */
  isMoveConfirmed?: boolean;
}

/** Going on without the approvals. */
export interface GlassBreak {
  actor: Actor;
  binding: string;
  /** Typed by the person: the service that this is about. */
  service: string;
  reason: string;
  code?: string;
}

/**
 * The engine as everybody else sees it: Slack, the terminal, schedules. Each call is one transaction and returns the run
 * as it is afterwards; the work itself goes on in the background.
 *
 * Errors, all with texts for the person who asked: `not_found`, `invalid_input`, `not_allowed` (not an operator, not an
 * approver, own request), `conflict` (lock held, already decided, an old card, everything frozen). `details.field` names
 * what of a form was wrong: `code`, `move`, `service`, `reason`.
 */
export interface Runs {
  request(request: RunRequest): Promise<Run>;
  approve(id: RunId, vote: Approval): Promise<Run>;
  deny(id: RunId, vote: { actor: Actor; binding: string; reason?: string }): Promise<Run>;
  answer(id: RunId, answer: Answer, actor: Actor): Promise<Run>;
  cancel(id: RunId, actor: Actor): Promise<Run>;
  breakGlass(id: RunId, glass: GlassBreak): Promise<Run>;
  find(id: RunId): Promise<Run | undefined>;
  list(filter: RunFilter): Promise<readonly Run[]>;
  /** Runbooks by name. */
  readonly runbooks: ReadonlyArray<{
    name: string;
    summary: string;
    params: readonly string[];
    button?: string;
    wayBack?: string;
  }>;
  /** The steps that a runbook would take for a service; nothing is stored. */
  preview(runbook: string, service: string): ReadonlyArray<{ title: string; description: string; risk: string }>;
}
