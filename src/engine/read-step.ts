import { systemActor } from '../core/actor.ts';
import { toOpsError, type OpsError } from '../core/errors.ts';
import type { Run, RunStep } from '../core/run.ts';
import type { StepResult } from '../core/step.ts';
import { cardMessage, entry, threadMessage, toBody } from './changes.ts';
import { keep } from './kept-outputs.ts';
import { createProgress } from './progress.ts';
import type { Session, SessionDeps } from './session.ts';

const RETRY_DELAYS_MS = [300, 1_000];

/** A step that could not be asked. */
export interface Trouble {
  step: RunStep;
  error: OpsError;
}

/** Runs one reading step whose start is already recorded, records its result, and gives back what stood in the way. */
export async function readStep(
  run: Run,
  step: RunStep,
  session: Session,
  deps: SessionDeps,
): Promise<Trouble | undefined> {
  const progress = createProgress(step, session, deps.clock);
  const startedAt = session.now().getTime();
  try {
    const result = await applyWithRetries(run, step, session, deps, progress.report);
    await progress.settle();
    await session.update((current) => {
      const attempt = current.steps[step.index]?.attempt ?? 0;
      const { digest, kept } = keep(result.outputs);
      return {
        steps: [{ index: step.index, status: 'succeeded', endedAt: session.now().getTime(), ...toStepFields(result) }],
        audit: [
          entry(run, systemActor, 'step.read', {
            step,
            details: { summary: result.summary, facts: result.facts ?? null, ...digest },
          }),
        ],
        ...kept,
        messages: [
          cardMessage(run),
          ...(result.outputs?.length
            ? [threadMessage(current, step, attempt, toBody(step, result.summary, result.outputs))]
            : []),
        ],
      };
    });
    deps.metrics.stepEnded({
      type: step.plan.type,
      outcome: 'succeeded',
      durationMs: session.now().getTime() - startedAt,
    });
    return undefined;
  } catch (thrown) {
    await progress.settle();
    if (session.signal.aborted) throw thrown;
    deps.metrics.stepEnded({
      type: step.plan.type,
      outcome: 'failed',
      durationMs: session.now().getTime() - startedAt,
    });
    return { step, error: toOpsError(thrown) };
  }
}

/** Reading can be repeated; only what did not answer is. */
async function applyWithRetries(
  run: Run,
  step: RunStep,
  session: Session,
  deps: SessionDeps,
  progress: (text: string) => void,
): Promise<StepResult> {
  for (const delayMs of RETRY_DELAYS_MS) {
    try {
      return await deps.runner.apply(run, step, session.signal, progress);
    } catch (thrown) {
      const error = toOpsError(thrown);
      if (session.signal.aborted || error.code !== 'unreachable' || error.details['retryAfterMs'] !== undefined)
        throw thrown;
      progress(error.message);
      await deps.clock.sleep(delayMs, session.signal);
    }
  }
  return deps.runner.apply(run, step, session.signal, progress);
}

export function toStepFields(result: StepResult): Pick<RunStep, 'summary'> & Partial<RunStep> {
  return {
    summary: result.summary,
    ...(result.facts !== undefined && { facts: result.facts }),
    ...(result.warnings && { warnings: result.warnings }),
    ...(result.isSettled && { isSettled: true }),
  };
}
