import type { Actor } from '../core/actor.ts';
import { OpsError } from '../core/errors.ts';
import type { Inventory, RiskPolicy } from '../core/inventory.ts';
import { judge } from '../core/policy.ts';
import type { Answer, Approval } from '../core/ports/runs.ts';
import { findNextGate, gateEnd, hasEnded, type Gate, type Run, type RunStep } from '../core/run.ts';
import type { RunChange } from '../core/store.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { cardMessage, endRun, entry } from './changes.ts';
import { requireVote, toVoteRefusal, type Vetted } from './policy-check.ts';

interface Facts {
  actor: Actor;
  vetted: Vetted;
  inventory: Inventory;
  texts: Texts;
  now: Date;
}

/** What an approval changes: a vote, and with the last one that is needed the run goes on. */
export function approveChange(run: Run, approval: Omit<Approval, 'actor'>, facts: Facts): RunChange {
  const { actor, vetted, inventory, texts, now } = facts;
  const { binding, isMoveConfirmed = false } = approval;
  const gate = requireOpenGate(run, binding, texts, now);
  const { people } = inventory;
  const { approvals, needed, fills } = requireVote(run, { gate, subject: binding, actor, vetted, people }, texts);
  if (run.recentMove && !isMoveConfirmed) throw toUnconfirmed(texts);
  const isEnough = approvals >= needed;
  return {
    ...(isEnough && {
      run: { status: 'running' as const, clearedUpTo: gateEnd(run, gate), expiresAt: undefined, notice: undefined },
    }),
    vote: { ...voter(actor), decision: 'approve', subject: binding, fills, at: now.getTime() },
    audit: [
      entry(run, actor, 'approval.approved', {
        details: {
          binding,
          planHash: run.planHash,
          approvals,
          needed,
          ...(gate.stepUp && { stepUp: gate.stepUp }),
          ...(run.recentMove && { confirmedMove: run.recentMove.run }),
        },
      }),
    ],
    messages: [cardMessage(run)],
  };
}

const toUnconfirmed = ({ guards: words }: Texts): OpsError =>
  new OpsError('conflict', words.moveUnconfirmed, { hint: words.moveUnconfirmedHint, details: { field: 'move' } });

/** A no by anyone entitled ends the run at once. The requester takes a run back with Cancel instead. */
export function denyChange(run: Run, binding: string, reason: string | undefined, facts: Facts): RunChange {
  const { actor, vetted, inventory, texts, now } = facts;
  const gate = requireOpenGate(run, binding, texts, now);
  const { people } = inventory;
  const verdict = judge({ gate, requester: run.requestedBy, votes: [], voter: actor, people, ...vetted });
  if (!verdict.allowed && verdict.reason === 'requester') {
    throw new OpsError('not_allowed', texts.runs.denyOwn, { hint: texts.runs.denyOwnHint });
  }
  if (!verdict.allowed) throw toVoteRefusal(verdict, texts);
  const hasVoted = run.votes.some((vote) => vote.subject === binding && vote.person === actor.person);
  const end = endRun(run, now, { status: 'canceled', ending: 'denied', actor, reason });
  const details = { binding, ...(reason !== undefined && { reason }) };
  return {
    ...end,
    // Who approved first and denies then has one row; the end of the run and the audit tell the rest.
    ...(!hasVoted && {
      vote: {
        ...voter(actor),
        decision: 'deny' as const,
        subject: binding,
        at: now.getTime(),
        ...(reason !== undefined && { reason }),
      },
    }),
    audit: [entry(run, actor, 'approval.denied', { outcome: 'refused', details }), ...end.audit],
  };
}

/** The gate that is open with this binding. `conflict` when it is not, or not any more. */
export function requireOpenGate(run: Run, binding: string, texts: Texts, now: Date): Gate {
  const gate = findNextGate(run);
  if (hasEnded(run.status))
    throw new OpsError('conflict', texts.runs.alreadyEnded({ status: texts.runs.status[run.status] }));
  if (run.status !== 'awaiting_approval' || !gate) {
    const by = run.glass?.person ?? run.votes.findLast((vote) => vote.decision === 'approve')?.person;
    throw new OpsError('conflict', by === undefined ? texts.runs.notWaiting : texts.runs.alreadyApproved({ by }));
  }
  if (run.binding !== binding) throw new OpsError('conflict', texts.runs.oldCard, { hint: texts.runs.oldCardHint });
  if (run.expiresAt !== undefined && run.expiresAt <= now.getTime())
    throw new OpsError('conflict', texts.runs.gateExpired);
  return gate;
}

/** What cancelling changes: at once where nothing is under way, else the worker is told. */
export function cancelChange(run: Run, { actor, texts, now }: Pick<Facts, 'actor' | 'texts' | 'now'>): RunChange {
  if (hasEnded(run.status))
    throw new OpsError('conflict', texts.runs.alreadyEnded({ status: texts.runs.status[run.status] }));
  if (run.status === 'awaiting_approval' || run.status === 'needs_attention' || run.status === 'pending') {
    const end = endRun(run, now, { status: 'canceled', ending: 'canceled', actor });
    return { ...end, audit: [entry(run, actor, 'run.cancel-requested'), ...end.audit] };
  }
  if (run.cancelRequestedBy !== undefined) throw new OpsError('conflict', texts.runs.alreadyCanceling);
  return {
    run: { cancelRequestedBy: actor.person },
    audit: [entry(run, actor, 'run.cancel-requested')],
    messages: [cardMessage(run)],
  };
}

/** The step that a run asks about, if it is the one and the try that the person saw. */
export function requireAsked(run: Run, answer: Answer, texts: Texts): RunStep {
  if (hasEnded(run.status))
    throw new OpsError('conflict', texts.runs.alreadyEnded({ status: texts.runs.status[run.status] }));
  const step = run.steps[answer.step];
  const isAsked =
    run.status === 'needs_attention' && run.attention?.step === answer.step && step?.attempt === answer.attempt;
  if (!isAsked || !step) throw new OpsError('conflict', texts.runs.oldCard, { hint: texts.runs.oldCardHint });
  return step;
}

/** Who must agree to skipping a step: as many as to doing it. */
export function skipGate(step: RunStep, { policies }: Inventory): RiskPolicy | undefined {
  const policy = step.plan.risk === 'read' ? undefined : policies[step.plan.risk];
  return policy && policy.approvals > 0 ? policy : undefined;
}

export function voter(actor: Actor): { person: string; slackId?: string; via: Actor['via'] } {
  return { person: actor.person, via: actor.via, ...(actor.slackId !== undefined && { slackId: actor.slackId }) };
}

export function skipSubject(step: RunStep): string {
  return `skip:${step.index}:${step.attempt}`;
}
