import type { Json } from '../core/json.ts';
import { choicesOf, findNextGate, type Run } from '../core/run.ts';

/** One run as a program is told: the shape in docs/cli.md. Times are ISO 8601, UTC. */
export function toRunJson(run: Run, next: readonly string[]): Json {
  const gate = run.status === 'awaiting_approval' ? findNextGate(run) : undefined;
  const asked = run.attention && run.steps[run.attention.step];
  return {
    type: 'run',
    id: run.id,
    runbook: run.runbook,
    service: run.service,
    status: run.status,
    ending: run.ending ?? null,
    isDryRun: run.isDryRun,
    reason: run.reason,
    requestedBy: { person: run.requestedBy.person, via: run.requestedBy.via },
    createdAt: toTime(run.createdAt),
    endedAt: toTime(run.endedAt),
    round: run.round,
    binding: run.binding ?? null,
    gate: gate
      ? {
          needed: Math.max(1, gate.approvals),
          approvers: gate.approvers,
          approvedBy: run.votes
            .filter((vote) => vote.decision === 'approve' && vote.subject === run.binding)
            .map((vote) => vote.person),
          expiresAt: toTime(run.expiresAt),
        }
      : null,
    attention: run.attention
      ? {
          kind: run.attention.kind,
          step: run.attention.step,
          title: asked?.plan.title ?? null,
          choices: choicesOf(run),
        }
      : null,
    parkedUntil: toTime(run.parkedUntil),
    steps: run.steps.map((step) => ({
      index: step.index,
      type: step.plan.type,
      title: step.plan.title,
      description: step.plan.description,
      risk: step.plan.risk,
      status: step.status,
      attempt: step.attempt,
      summary: step.summary ?? step.observed?.summary ?? null,
      warnings: [...(step.warnings ?? []), ...(step.observed?.warnings ?? [])],
      error: step.error ? { code: step.error.code, message: step.error.message } : null,
      startedAt: toTime(step.startedAt),
      endedAt: toTime(step.endedAt),
    })),
    next,
  };
}

const toTime = (at: number | undefined): string | null => (at === undefined ? null : new Date(at).toISOString());
