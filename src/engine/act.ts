import { systemActor } from '../core/actor.ts';
import { toOpsError, type ErrorCode, type OpsError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import type { Run, RunStep } from '../core/run.ts';
import type { RunChange } from '../core/store.ts';
import type { StepResult } from '../core/step.ts';
import { cardMessage, endRun, entry, threadMessage, toBody, toRunError, UNPARKED } from './changes.ts';
import { findDrift, voidApprovalChange } from './drift.ts';
import { keep, keepFailure } from './kept-outputs.ts';
import { frozenChange, isFrozenError } from './freeze.ts';
import { parkChange, shouldPark } from './park.ts';
import { createProgress } from './progress.ts';
import { readStep, toStepFields } from './read-step.ts';
import { settleUnknown } from './recover.ts';
import { LostOwnership, type Session, type SessionDeps } from './session.ts';
import { referenceOf } from './step-runner.ts';

/** A step that ends with one of these did nothing, so there is nothing to take back. */
const NOTHING_DONE: ReadonlySet<ErrorCode> = new Set([
  'invalid_input',
  'not_found',
  'not_allowed',
  'conflict',
  'unreachable',
]);

/** Does the next step of a run that may go on: look again, write the intent, check the hold, act, write the result. */
export async function act(run: Run, step: RunStep, session: Session, deps: SessionDeps): Promise<void> {
  if (step.plan.risk === 'read') return readNext(run, step, session, deps);
  if (step.plan.risk === 'destructive' && (await isFrozen(step, session, deps))) return;
  if (step.plan.risk === 'destructive' && !(await isAsApproved(run, step, session, deps))) return;
  const intended = await intend(step, session, deps);
  if (!intended) return;
  const begin = async (): Promise<StepResult> => {
    await session.requireOwnership();
    return applyWithProgress(intended, step, session.signal, session, deps);
  };
  await attempt(step, begin, session.signal, session, deps);
}

/** Takes up what a step began elsewhere. Of a canceled run it was ended; what it says then is its result all the same. */
export async function resume(step: RunStep, session: Session, deps: SessionDeps): Promise<void> {
  const run = await session.update((current) => ({
    run: UNPARKED,
    steps: [{ index: step.index, epoch: session.epoch }],
    audit: [entry(current, systemActor, 'step.resumed', { step })],
    messages: [cardMessage(current)],
  }));
  const signal = run.cancelRequestedBy === undefined ? session.signal : new AbortController().signal;
  await attempt(step, () => applyWithProgress(run, step, signal, session, deps), signal, session, deps);
}

async function attempt(
  step: RunStep,
  work: () => Promise<StepResult>,
  signal: AbortSignal,
  session: Session,
  deps: SessionDeps,
): Promise<void> {
  const startedAt = session.now().getTime();
  try {
    const result = await work();
    await session.update((current) => resultChange(current, step, result, session, deps));
    deps.metrics.stepEnded({
      type: step.plan.type,
      outcome: 'succeeded',
      durationMs: session.now().getTime() - startedAt,
    });
  } catch (thrown) {
    if (thrown instanceof LostOwnership) throw thrown;
    // This process stops; whoever comes next finds the step begun.
    if (session.signal.reason instanceof LostOwnership) throw session.signal.reason;
    await settleFailure(step, toOpsError(thrown), signal, session, deps);
  }
}

/** Then the run was told so; there is no use in looking at the world first. */
async function isFrozen(step: RunStep, session: Session, deps: SessionDeps): Promise<boolean> {
  const freeze = await deps.store.guards.findFreeze();
  if (freeze) await session.update((current) => frozenChange(current, step, freeze, session.now()));
  return freeze !== undefined;
}

/** Writes the intent. Undefined when everything destructive was frozen meanwhile. */
async function intend(step: RunStep, session: Session, deps: SessionDeps): Promise<Run | undefined> {
  try {
    return await session.update((current) => intentChange(current, step, session, deps));
  } catch (thrown) {
    if (!isFrozenError(thrown)) throw thrown;
    // Should it have ended again by now, the next move tries once more.
    await isFrozen(step, session, deps);
    return undefined;
  }
}

/** False when the world has changed, or cannot be asked: then the run was told so and nothing may be done now. */
async function isAsApproved(run: Run, step: RunStep, session: Session, deps: SessionDeps): Promise<boolean> {
  try {
    const drift = await findDrift(run, step, session, deps);
    if (!drift) return true;
    await session.update((current) => voidApprovalChange(current, drift, deps.texts));
  } catch (thrown) {
    if (thrown instanceof LostOwnership) throw thrown;
    await session.update((current) => failureChange(current, step, toOpsError(thrown), session, deps));
  }
  return false;
}

async function readNext(run: Run, step: RunStep, session: Session, deps: SessionDeps): Promise<void> {
  await session.update((current) => beginChange(current, step, session));
  const trouble = await readStep(run, step, session, deps);
  if (trouble) await session.update((current) => failureChange(current, step, trouble.error, session, deps));
}

async function applyWithProgress(
  run: Run,
  step: RunStep,
  signal: AbortSignal,
  session: Session,
  deps: SessionDeps,
): Promise<StepResult> {
  const progress = createProgress(step, session, deps.clock);
  try {
    return await deps.runner.apply(run, step, signal, progress.report);
  } finally {
    await progress.settle();
  }
}

function beginChange(run: Run, step: RunStep, session: Session): RunChange {
  return {
    run: { parkedUntil: undefined },
    steps: [
      {
        index: step.index,
        status: 'running',
        attempt: (run.steps[step.index]?.attempt ?? 0) + 1,
        epoch: session.epoch,
        startedAt: session.now().getTime(),
        endedAt: undefined,
        error: undefined,
        summary: undefined,
      },
    ],
    audit: [],
    messages: [cardMessage(run)],
  };
}

function intentChange(run: Run, step: RunStep, session: Session, deps: SessionDeps): RunChange {
  const details: Json = {
    params: step.plan.params,
    observed: step.observed?.facts ?? null,
    binding: run.binding ?? null,
  };
  const begin = beginChange(run, step, session);
  // The way back is written before the act: what may have happened can be taken back, however the act ends.
  const steps = begin.steps?.map((patch) => ({ ...patch, undo: deps.runner.undo(step) })) ?? [];
  return {
    ...begin,
    steps,
    unlessFrozen: step.plan.risk === 'destructive',
    audit: [entry(run, systemActor, 'step.intended', { step, outcome: 'intended', details })],
  };
}

function resultChange(run: Run, step: RunStep, result: StepResult, session: Session, deps: SessionDeps): RunChange {
  const attempt = run.steps[step.index]?.attempt ?? 0;
  const { digest, kept } = keep(result.outputs);
  const details: Json = { summary: result.summary, facts: result.facts ?? null, ...digest };
  return {
    run: UNPARKED,
    steps: [{ index: step.index, status: 'succeeded', endedAt: session.now().getTime(), ...toStepFields(result) }],
    audit: [entry(run, systemActor, 'step.applied', { step, details })],
    ...kept,
    messages: [
      cardMessage(run),
      ...(result.outputs?.length
        ? [threadMessage(run, step, attempt, toBody(step, result.summary, result.outputs))]
        : []),
      ...(result.announce === undefined
        ? []
        : [
            {
              key: `${run.id}/announcement/${step.index}`,
              kind: 'announcement' as const,
              channel: deps.inventory.slack.channels.incidents,
              runId: run.id,
              body: { text: result.announce },
            },
          ]),
    ],
  };
}

/** After a call that did not end well: provably nothing happened, or it must be found out. */
async function settleFailure(
  step: RunStep,
  error: OpsError,
  signal: AbortSignal,
  session: Session,
  deps: SessionDeps,
): Promise<void> {
  const mayHaveHappened =
    signal.aborted || error.code === 'outcome_unknown' || error.code === 'timed_out' || error.code === 'internal';
  if (mayHaveHappened) {
    if (await settleUnknown(step, session, deps, error)) await resume(step, session, deps);
    return;
  }
  await session.update((current) => failureChange(current, step, error, session, deps));
}

function failureChange(run: Run, step: RunStep, error: OpsError, session: Session, deps: SessionDeps): RunChange {
  const now = session.now();
  const { details, outputs, thread } = keepFailure(run, step, error);
  if (run.cancelRequestedBy !== undefined) {
    const end = endRun(run, now, {
      status: 'canceled',
      ending: 'canceled',
      actor: { person: run.cancelRequestedBy, via: 'system' },
    });
    return {
      ...end,
      steps: [{ index: step.index, status: 'failed', error: toRunError(error, undefined), endedAt: now.getTime() }],
      audit: [entry(run, systemActor, 'step.failed', { step, outcome: 'failed', details }), ...end.audit],
      outputs,
      messages: [...(end.messages ?? []), ...thread],
    };
  }
  const parked = shouldPark(error) ? parkChange(run, step, error, now) : undefined;
  if (parked) return parked;
  deps.metrics.stepEnded({
    type: step.plan.type,
    outcome: 'failed',
    durationMs: now.getTime() - (run.steps[step.index]?.startedAt ?? now.getTime()),
  });
  const ref = referenceOf(error, deps.log, { run: run.id, step: step.plan.type });
  return {
    run: {
      status: 'needs_attention',
      attention: { kind: 'failed', step: step.index },
      owner: undefined,
      leaseUntil: undefined,
      ...UNPARKED,
    },
    steps: [
      {
        index: step.index,
        status: 'failed',
        error: toRunError(error, ref),
        endedAt: now.getTime(),
        ...(NOTHING_DONE.has(error.code) && { undo: undefined }),
      },
    ],
    audit: [entry(run, systemActor, 'step.failed', { step, outcome: 'failed', details })],
    outputs,
    messages: [cardMessage(run), ...thread],
  };
}
