import { toOpsError } from '../core/errors.ts';
import type { Inventory } from '../core/inventory.ts';
import type { Json } from '../core/json.ts';
import type { MessageDraft } from '../core/message.ts';
import { findNextGate, isDone, isReadOnly, type Gate, type RecentMove, type Run, type RunStep } from '../core/run.ts';
import type { RunChange } from '../core/store.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { systemActor } from '../core/actor.ts';
import { cardKey, cardMessage, endRun, entry, threadMessage, toBody, toRunError, UNPARKED } from './changes.ts';
import { keep, keepFailure } from './kept-outputs.ts';
import { evidenceSteps, guardedSteps } from './moves.ts';
import { parkChange, shouldPark } from './park.ts';
import { bindingOf } from './plan.ts';
import { readStep, type Trouble } from './read-step.ts';
import { findRecentMove } from './recent-move.ts';
import { without } from './remind.ts';
import type { Session, SessionDeps } from './session.ts';
import { referenceOf } from './step-runner.ts';

/** Asks everything that a decision rests on, at once; then opens the gate, goes on, or says why not. */
export async function observe(run: Run, session: Session, deps: SessionDeps): Promise<void> {
  const reads = evidenceSteps(run).filter((step) => !isDone(step));
  const guarded = guardedSteps(run);
  await session.update((current) => beginChange(current, reads, session));
  const troubles = await Promise.all([
    ...reads.map((step) => readStep(run, step, session, deps)),
    ...guarded.map((step) => look(run, step, session, deps)),
  ]);
  const after = await session.update(() => undefined);
  await conclude(
    after,
    troubles.filter((trouble) => trouble !== undefined),
    session,
    deps,
  );
}

function beginChange(run: Run, reads: readonly RunStep[], session: Session): RunChange {
  const startedAt = session.now().getTime();
  return {
    run: { status: 'observing', binding: undefined, ...(run.parkedUntil !== undefined && { parkedUntil: undefined }) },
    steps: reads.map(({ index }) => ({
      index,
      status: 'running' as const,
      startedAt,
      endedAt: undefined,
      error: undefined,
      attempt: (run.steps[index]?.attempt ?? 0) + 1,
      epoch: session.epoch,
    })),
    audit: [],
    messages: [cardMessage(run)],
  };
}

/** What a step would act on, as the approver will see it. */
async function look(run: Run, step: RunStep, session: Session, deps: SessionDeps): Promise<Trouble | undefined> {
  try {
    const observed = await deps.runner.observe(run, step, session.signal);
    if (!observed) return undefined;
    const { digest, kept } = keep(observed.outputs);
    await session.update(() => ({
      steps: [{ index: step.index, observed, error: undefined }],
      audit: [
        entry(run, systemActor, 'step.observed', {
          step,
          details: { summary: observed.summary, facts: observed.facts, ...digest },
        }),
      ],
      ...kept,
      messages: [
        cardMessage(run),
        ...(observed.outputs?.length
          ? [threadMessage(run, step, 0, toBody(step, observed.summary, observed.outputs))]
          : []),
      ],
    }));
    return undefined;
  } catch (thrown) {
    if (session.signal.aborted) throw thrown;
    return { step, error: toOpsError(thrown) };
  }
}

async function conclude(run: Run, troubles: readonly Trouble[], session: Session, deps: SessionDeps): Promise<void> {
  if (isSettled(run, troubles)) {
    await session.update((current) => settledChange(current, troubles, session));
    return;
  }
  const worst = troubles.find(({ error }) => !shouldPark(error)) ?? troubles[0];
  if (worst) {
    const isOnlyLooking = run.isDryRun || isReadOnly(run.plan);
    const canPark = !isOnlyLooking && troubles.every((trouble) => shouldPark(trouble.error));
    await session.update((current) => {
      const parked = canPark ? parkChange(current, worst.step, worst.error, session.now()) : undefined;
      if (parked)
        return { ...parked, steps: troubles.map(({ step }) => ({ index: step.index, status: 'pending' as const })) };
      return troubleChange(current, worst, troubles, session, deps);
    });
    return;
  }
  const recentMove = await findRecentMove(run, deps);
  await session.update((current) => {
    if (current.isDryRun)
      return endRun(current, session.now(), { status: 'succeeded', ending: 'dry_run', actor: systemActor });
    return openGate(current, recentMove, session.now(), deps);
  });
}

/** A condition to begin is no objection to beginning nothing; a place that could not be asked, or is not well, is. */
function isSettled(run: Run, troubles: readonly Trouble[]): boolean {
  const isUnopposed = troubles.every(({ error }) => error.details['isConditionToBegin'] === true);
  return (
    isUnopposed && run.steps.some((step) => step.isSettled) && !guardedSteps(run).some((step) => step.observed?.isDue)
  );
}

function settledChange(run: Run, troubles: readonly Trouble[], session: Session): RunChange {
  const end = endRun(run, session.now(), { status: 'succeeded', ending: 'settled', actor: systemActor });
  const steps = troubles.map(({ step, error }) => ({
    index: step.index,
    status: 'failed' as const,
    error: toRunError(error, undefined),
    endedAt: session.now().getTime(),
  }));
  return { ...end, steps };
}

/** Before anything was changed, a refusal ends the run; everything else asks a person. */
function troubleChange(
  run: Run,
  worst: Trouble,
  troubles: readonly Trouble[],
  session: Session,
  deps: SessionDeps,
): RunChange {
  const hasActed = run.steps.some((other) => other.plan.risk !== 'read' && other.status === 'succeeded');
  const isRefusal = (worst.error.code === 'conflict' && !hasActed) || run.isDryRun || isReadOnly(run.plan);
  const steps = troubles.map(({ step, error }) => ({
    index: step.index,
    status: 'failed' as const,
    error: toRunError(error, referenceOf(error, deps.log, { run: run.id, step: step.plan.type })),
    endedAt: session.now().getTime(),
  }));
  const kept = troubles.map(({ step, error }) => ({ step, ...keepFailure(run, step, error) }));
  const failures = kept.map(({ step, details }) =>
    entry(run, systemActor, 'step.failed', { step, outcome: 'failed', details }),
  );
  const outputs = kept.flatMap((each) => each.outputs);
  const thread = kept.flatMap((each) => each.thread);
  if (isRefusal) {
    const end = endRun(run, session.now(), {
      status: 'failed',
      ending: 'refused',
      actor: systemActor,
      reason: worst.error.message,
    });
    return {
      ...end,
      steps,
      audit: [...failures, ...end.audit],
      outputs,
      messages: [...(end.messages ?? []), ...thread],
    };
  }
  const attention = { kind: 'failed' as const, step: worst.step.index };
  return {
    run: { status: 'needs_attention', attention, owner: undefined, leaseUntil: undefined, ...UNPARKED },
    steps,
    audit: failures,
    outputs,
    messages: [cardMessage(run), ...thread],
  };
}

function openGate(
  run: Run,
  recentMove: RecentMove | undefined,
  now: Date,
  { texts: { runs: texts }, inventory }: Pick<SessionDeps, 'texts' | 'inventory'>,
): RunChange {
  const gate = findNextGate(run);
  if (!gate) {
    return {
      run: { status: 'running', clearedUpTo: run.steps.length, ...UNPARKED },
      audit: [],
      messages: [cardMessage(run)],
    };
  }
  const covered = run.steps.slice(gate.before).filter((step) => step.plan.risk !== 'read');
  if (covered.some((step) => !step.observed && !isDone(step))) throw new Error(texts.noEvidence);
  const binding = bindingOf(run, run.steps);
  return {
    run: {
      status: 'awaiting_approval',
      binding,
      gateOpenedAt: now.getTime(),
      expiresAt: now.getTime() + gate.expiresMs,
      reminders: undefined,
      recentMove,
      owner: undefined,
      leaseUntil: undefined,
      ...UNPARKED,
    },
    audit: [
      entry(run, systemActor, 'approval.requested', {
        details: {
          binding,
          planHash: run.planHash,
          approvals: gate.approvals,
          approvers: [...gate.approvers],
          ...(gate.requirements && { requirements: gate.requirements as unknown as Json }),
          ...(recentMove && { recentMove: { ...recentMove } }),
        },
      }),
    ],
    messages: [cardMessage(run), callMessage(run, gate, texts, inventory)],
  };
}

/** Slack does not tell anybody of an edited card, so the approvers are called in its thread. */
function callMessage(run: Run, gate: Gate, texts: Texts['runs'], { people }: Inventory): MessageDraft {
  const { id, channel, service, runbook } = run;
  const mention = without(gate.approvers, run.requestedBy, people);
  const body = { heading: texts.approvalNeeded({ service, runbook }), outputs: [], mention };
  return {
    key: `${id}/call/${run.round}.${gate.before}`,
    kind: 'call',
    channel,
    parentKey: cardKey(id),
    runId: id,
    body,
  };
}
