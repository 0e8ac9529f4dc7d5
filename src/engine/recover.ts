import { systemActor } from '../core/actor.ts';
import { toOpsError, type OpsError } from '../core/errors.ts';
import type { Run, RunStep } from '../core/run.ts';
import type { ProbeVerdict } from '../core/step.ts';
import type { RunChange } from '../core/store.ts';
import { cardMessage, endRun, entry, toRunError, UNPARKED } from './changes.ts';
import { parkChange } from './park.ts';
import { keepFailure } from './kept-outputs.ts';
import type { Session, SessionDeps } from './session.ts';

/**
 * A step was begun and nobody wrote how it ended: the process died. Reading is repeated; anything else is found out.
 * True: it goes on elsewhere, and is to be taken up again.
 */
export async function recover(run: Run, step: RunStep, session: Session, deps: SessionDeps): Promise<boolean> {
  if (step.plan.risk === 'read') {
    await session.update(() => ({ steps: [{ index: step.index, status: 'pending' }], audit: [] }));
    return false;
  }
  deps.log.warn({ run: run.id, step: step.plan.type, attempt: step.attempt }, 'step found unfinished');
  return settleUnknown(step, session, deps, undefined);
}

/**
 * Asks the world whether a step happened. Done is recorded as done; not done asks a person before anything destructive is
 * tried again; what cannot be found out is a person's answer and never guessed. True: it goes on elsewhere, and is to be taken
 * up again; of a canceled run it was ended there.
 */
export async function settleUnknown(
  step: RunStep,
  session: Session,
  deps: SessionDeps,
  error: OpsError | undefined,
): Promise<boolean> {
  const run = await session.update(() => undefined);
  // A canceled run still says what had happened by then, so this question is not aborted with it.
  const signal = new AbortController().signal;
  let verdict: ProbeVerdict;
  try {
    verdict = await deps.runner.probe(run, step, signal);
    const isCanceled = run.cancelRequestedBy !== undefined;
    if (verdict === 'begun' && isCanceled) await deps.runner.end(run, step, signal);
    // A step that breaks while it follows would do so for ever.
    if (verdict === 'begun' && (isCanceled || !error || error.code === 'outcome_unknown')) return true;
  } catch (thrown) {
    const trouble = toOpsError(thrown);
    await session.update((current) => unreachableChange(current, step, trouble, session, deps));
    return false;
  }
  const told = verdict === 'begun' ? 'unknown' : verdict;
  await session.update((current) => verdictChange(current, step, told, error, session, deps));
  return false;
}

function unreachableChange(run: Run, step: RunStep, trouble: OpsError, session: Session, deps: SessionDeps): RunChange {
  const canWait = trouble.code === 'unreachable' && run.cancelRequestedBy === undefined;
  const parked = canWait ? parkChange(run, step, trouble, session.now()) : undefined;
  // Still begun, by an owner who is gone: the next one asks again.
  if (parked) return { ...parked, steps: [] };
  return verdictChange(run, step, 'unknown', trouble, session, deps);
}

function verdictChange(
  run: Run,
  step: RunStep,
  verdict: Exclude<ProbeVerdict, 'begun'>,
  error: OpsError | undefined,
  session: Session,
  deps: SessionDeps,
): RunChange {
  const now = session.now();
  const change = verdictOnly(run, step, verdict, error, now, deps);
  if (run.cancelRequestedBy === undefined || verdict === 'unknown') return change;
  const end = endRun(run, now, {
    status: 'canceled',
    ending: 'canceled',
    actor: { person: run.cancelRequestedBy, via: 'system' },
  });
  const { steps = [], audit, outputs = [], messages = [] } = change;
  return { ...end, steps, audit: [...audit, ...end.audit], outputs, messages };
}

function verdictOnly(
  run: Run,
  step: RunStep,
  verdict: Exclude<ProbeVerdict, 'begun'>,
  error: OpsError | undefined,
  now: Date,
  deps: SessionDeps,
): RunChange {
  const { texts } = deps;
  const failure = error && keepFailure(run, step, error);
  const audit = [
    entry(run, systemActor, 'step.probed', {
      step,
      outcome: verdict === 'unknown' ? 'unknown' : 'ok',
      details: { verdict, ...failure?.details },
    }),
  ];
  const messages = [cardMessage(run), ...(failure?.thread ?? [])];
  const outputs = failure?.outputs ?? [];
  const asking = { status: 'needs_attention' as const, owner: undefined, leaseUntil: undefined, ...UNPARKED };
  const endedAt = now.getTime();
  switch (verdict) {
    case 'done':
      return {
        run: UNPARKED,
        steps: [
          {
            index: step.index,
            status: 'succeeded',
            note: 'probed',
            summary: texts.runs.foundDone,
            error: undefined,
            endedAt,
          },
        ],
        audit,
        outputs,
        messages,
      };
    case 'not-done': {
      if (step.plan.risk === 'write')
        return { run: UNPARKED, steps: [{ index: step.index, status: 'pending' }], audit, outputs, messages };
      const reason = error
        ? toRunError(error, undefined)
        : { code: 'outcome_unknown' as const, message: texts.runs.interrupted };
      return {
        run: { ...asking, attention: { kind: 'interrupted', step: step.index } },
        steps: [{ index: step.index, status: 'failed', error: reason, undo: undefined, endedAt }],
        audit,
        outputs,
        messages,
      };
    }
    case 'unknown':
      return {
        run: {
          ...asking,
          attention: { kind: 'outcome_unknown', step: step.index, howToCheck: deps.runner.howToCheck(step) },
        },
        steps: [
          {
            index: step.index,
            status: 'unknown',
            error: { code: 'outcome_unknown', message: error?.message ?? texts.runs.cannotTell },
            endedAt,
          },
        ],
        audit,
        outputs,
        messages,
      };
  }
}
