import type { Actor } from './actor.ts';
import type { ErrorCode } from './errors.ts';
import type { RunId } from './ids.ts';
import type { Requirement, StepUp } from './inventory.ts';
import type { Json } from './json.ts';
import type { Observation, PlannedStep, Risk } from './step.ts';

export type RunStatus =
  | 'pending'
  | 'observing'
  | 'awaiting_approval'
  | 'running'
  | 'needs_attention'
  | 'succeeded'
  | 'failed'
  | 'canceled'
  | 'expired';

export const ENDED = ['succeeded', 'failed', 'canceled', 'expired'] as const satisfies readonly RunStatus[];

export function hasEnded(status: RunStatus): boolean {
  return ENDED.some((ended) => ended === status);
}

export type StepStatus = 'pending' | 'running' | 'succeeded' | 'failed' | 'skipped' | 'unknown' | 'undone';

/** A step of the plan as it was shown and approved; titles are in the language of the day it was made. */
export interface PlanStep extends PlannedStep {
  risk: Risk;
  title: string;
  description: string;
  irreversible?: string;
}

/** Where a run waits for people, before the step with this index; it covers the steps up to the next gate. */
export interface Gate {
  before: number;
  risk: Risk;
  approvals: number;
  approvers: readonly string[];
  /** See RiskPolicy. */
  requirements?: readonly Requirement[];
  expiresMs: number;
  widen?: readonly string[];
  stepUp?: StepUp;
}

export interface Plan {
  steps: readonly PlanStep[];
  gates: readonly Gate[];
}

export interface RunError {
  code: ErrorCode;
  message: string;
  hint?: string;
  /** Finds the stack of an internal error in the log. */
  ref?: string;
}

export interface RunStep {
  index: number;
  plan: PlanStep;
  status: StepStatus;
  /** Number of tries; the intent of the newest is written when status becomes `running`. */
  attempt: number;
  /** Fence number of the owner that wrote the newest intent. */
  epoch: number;
  startedAt?: number;
  endedAt?: number;
  /** What was seen at the gate, for steps that act. */
  observed?: Observation;
  summary?: string;
  facts?: Json;
  warnings?: readonly string[];
  error?: RunError;
  undo?: readonly PlannedStep[];
  isSettled?: boolean;
  /** How the result came to be known when not by the step itself. */
  note?: 'probed' | 'attested' | 'skipped';
  noteBy?: string;
  noteReason?: string;
}

export type VoteDecision = 'approve' | 'deny' | 'skip';

/** One person's recorded yes or no, bound to what that person saw. */
export interface Vote {
  person: string;
  slackId?: string;
  via: Actor['via'];
  decision: VoteDecision;
  /** Gate binding, or `skip:<step>:<attempt>`. */
  subject: string;
  reason?: string;
  /** Indices of the gate's requirements in which this person could fill a place then. */
  fills?: readonly number[];
  at: number;
}

/** Why a run stands still and which answers it takes. */
export type Attention =
  | { kind: 'failed'; step: number }
  /** Everything destructive is frozen. */
  | { kind: 'frozen'; step: number }
  | { kind: 'interrupted'; step: number }
  | { kind: 'outcome_unknown'; step: number; howToCheck: readonly string[] };

/** How an ended run came to its end, beyond its status. */
export type Ending =
  | 'done'
  | 'settled'
  | 'dry_run'
  | 'refused'
  | 'denied'
  | 'aborted'
  | 'rolled_back'
  | 'canceled'
  | 'expired';

/** Somebody went on without the approvals that policy asks for. */
export interface BrokenGlass {
  person: string;
  slackId?: string;
  reason: string;
  at: number;
  /** What it was broken for; it opens nothing else. */
  binding: string;
  /** What had been given by then. */
  given: number;
  needed: number;
}

/** Another run moved the service between its sites. */
export interface RecentMove {
  run: RunId;
  runbook: string;
  at: number;
}

export interface Run {
  id: RunId;
  runbook: string;
  service: string;
  params: Record<string, Json>;
  reason: string;
  isDryRun: boolean;
  plan: Plan;
  planHash: string;
  status: RunStatus;
  /** 1, and one more each time the world was not as the approver saw it. */
  round: number;
  /** Hash over plan and evidence of this round: what votes are bound to. Set while a gate is open or passed. */
  binding?: string;
  /** Index of the first step that no passed gate covers. */
  clearedUpTo: number;
  isRollingBack: boolean;
  /** Index of the first step of the way back. */
  firstUndoStep?: number;
  requestedBy: Actor;
  /** Channel where it was asked for. */
  channel: string;
  createdAt: number;
  updatedAt: number;
  endedAt?: number;
  gateOpenedAt?: number;
  expiresAt?: number;
  /** How often this gate has called people again, see core/reminders.ts. */
  reminders?: number;
  /** The service was moved a short while before this gate opened. */
  recentMove?: RecentMove;
  glass?: BrokenGlass;
  /** A provider is down: the next try is then. */
  parkedUntil?: number;
  parkedSince?: number;
  parkedReason?: string;
  attention?: Attention;
  /** What the reader should know before anything else: why the approval is asked anew. */
  notice?: string;
  ending?: Ending;
  endingBy?: string;
  endingReason?: string;
  cancelRequestedBy?: string;
  owner?: string;
  epoch: number;
  leaseUntil?: number;
  steps: readonly RunStep[];
  votes: readonly Vote[];
}

/** Only reading: takes no lock and has no gate. */
export function isReadOnly(plan: Plan): boolean {
  return plan.steps.every((step) => step.risk === 'read');
}

/** The gate that the run has to pass next, if any: not passed, and with something left of what it covers. */
export function findNextGate(run: Run): Gate | undefined {
  const covers = (gate: Gate): boolean =>
    run.steps.slice(gate.before, gateEnd(run, gate)).some((step) => step.plan.risk !== 'read' && !isDone(step));
  return run.plan.gates.find((gate) => gate.before >= run.clearedUpTo && covers(gate));
}

/** Index after the last step that a gate covers. */
export function gateEnd(run: Run, gate: Gate): number {
  const next = run.plan.gates.find((other) => other.before > gate.before);
  return next?.before ?? run.plan.steps.length;
}

export function isDone(step: RunStep | undefined): boolean {
  return step?.status === 'succeeded' || step?.status === 'skipped' || step?.status === 'undone';
}

/** What a person may answer when a run stands still. */
export type Choice = 'retry' | 'skip' | 'rollback' | 'abort' | 'happened' | 'did_not';

/** What would be taken back, newest first. */
export function undoableSteps(run: Run): readonly RunStep[] {
  return run.steps
    .filter((step) => step.status !== 'undone' && step.undo !== undefined && step.undo.length > 0)
    .toReversed();
}

/** Ended by a person or by time with something changed and not taken back. */
export function isHalfWay(run: Run): boolean {
  return (
    hasEnded(run.status) && run.status !== 'succeeded' && run.ending !== 'rolled_back' && undoableSteps(run).length > 0
  );
}

/** The answers that a run takes as it stands; the card shows these and no others. */
export function choicesOf(run: Run): readonly Choice[] {
  const rollBack = run.isRollingBack || undoableSteps(run).length === 0 ? [] : (['rollback'] as const);
  switch (run.attention?.kind) {
    case 'failed':
      return ['retry', 'skip', ...rollBack, 'abort'];
    case 'interrupted':
    case 'frozen':
      return ['retry', ...rollBack, 'abort'];
    case 'outcome_unknown':
      return ['happened', 'did_not', 'abort'];
    case undefined:
      return [];
  }
}
