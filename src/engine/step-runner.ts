import { randomBytes } from 'node:crypto';
import { OpsError, toOpsError } from '../core/errors.ts';
import type { Output } from '../core/output.ts';
import type { Log } from '../core/ports/log.ts';
import type { Run, RunStep } from '../core/run.ts';
import type { Observation, PlannedStep, ProbeVerdict, StepContext, StepResult } from '../core/step.ts';
import type { EngineDeps } from './deps.ts';
import { recordRemote } from './recorded-remote.ts';

const DEFAULT_TIMEOUT_MS = 60_000;
const OBSERVE_TIMEOUT_MS = 10_000;
const END_TIMEOUT_MS = 30_000;

type Deps = Pick<EngineDeps, 'steps' | 'ports' | 'inventory' | 'texts' | 'clock' | 'log'>;

/**
 * Calls a step's functions with its context and a deadline. What they throw comes out as OpsError, with what hosts had
 * printed by then: of a command that failed, a reviewer wants just that.
 */
export interface StepRunner {
  observe(run: Run, step: RunStep, signal: AbortSignal): Promise<Observation | undefined>;
  apply(run: Run, step: RunStep, signal: AbortSignal, progress: (text: string) => void): Promise<StepResult>;
  probe(run: Run, step: RunStep, signal: AbortSignal): Promise<ProbeVerdict>;
  /** Ends what the step began elsewhere. */
  end(run: Run, step: RunStep, signal: AbortSignal): Promise<void>;
  howToCheck(step: RunStep): readonly string[];
  /** What would take the step back, from the state that was seen before it. */
  undo(step: RunStep): readonly PlannedStep[];
}

interface Call {
  run: Run;
  step: RunStep;
  signal: AbortSignal;
  timeoutMs: number;
  progress?: StepContext['progress'];
}

export function createStepRunner({ steps, ports, inventory, texts, clock, log }: Deps): StepRunner {
  /** Ends what does not end by itself: a step that ignores its signal is left behind. */
  async function within<T>(
    timeoutMs: number,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const deadline = new AbortController();
    const finished = new AbortController();
    const both = AbortSignal.any([signal, deadline.signal]);
    void clock.sleep(timeoutMs, finished.signal).then(() => {
      if (!finished.signal.aborted)
        deadline.abort(new OpsError('timed_out', texts.runs.stepTimedOut({ seconds: Math.round(timeoutMs / 1_000) })));
    });
    const aborted = new Promise<never>((_, reject) => {
      if (both.aborted) reject(both.reason as Error);
      both.addEventListener('abort', () => reject(both.reason as Error), { once: true });
    });
    try {
      return await Promise.race([work(both), aborted]);
    } catch (thrown) {
      throw toOpsError(both.aborted ? both.reason : thrown);
    } finally {
      finished.abort();
    }
  }

  async function call<T>(
    { run, step, signal, timeoutMs, progress = () => {} }: Call,
    work: (context: StepContext) => Promise<T>,
  ): Promise<T> {
    const recorded = recordRemote(ports.remote);
    const { id, runbook, service, requestedBy, reason } = run;
    const context = {
      run: { id, runbook, service, requestedBy: requestedBy.person, reason },
      call: `${id}.${step.index}.${run.steps[step.index]?.attempt ?? step.attempt}`,
      ...ports,
      remote: recorded.remote,
      inventory,
      texts,
      clock,
      log: log.child({ run: id, step: step.plan.type }),
      progress,
    };
    try {
      return await within(timeoutMs, signal, (both) => work({ ...context, signal: both }));
    } catch (thrown) {
      throw withOutputs(toOpsError(thrown), recorded.outputs());
    }
  }

  return {
    async observe(run, step, signal) {
      const definition = steps.get(step.plan.type);
      if (!definition.observe) return undefined;
      const params = definition.params.parse(step.plan.params);
      return call({ run, step, signal, timeoutMs: OBSERVE_TIMEOUT_MS }, async (context) =>
        definition.observe?.(params, context),
      );
    },
    async apply(run, step, signal, progress) {
      const definition = steps.get(step.plan.type);
      const params = definition.params.parse(step.plan.params);
      const { timeoutMs: limit = DEFAULT_TIMEOUT_MS } = definition;
      const timeoutMs = typeof limit === 'number' ? limit : limit(params);
      return call({ run, step, signal, timeoutMs, progress }, (context) => definition.apply(params, context));
    },
    async probe(run, step, signal) {
      const definition = steps.get(step.plan.type);
      const params = definition.params.parse(step.plan.params);
      return call(
        { run, step, signal, timeoutMs: OBSERVE_TIMEOUT_MS },
        async (context) => (await definition.probe?.(params, context)) ?? 'unknown',
      );
    },
    async end(run, step, signal) {
      const definition = steps.get(step.plan.type);
      const params = definition.params.parse(step.plan.params);
      await call({ run, step, signal, timeoutMs: END_TIMEOUT_MS }, async (context) =>
        definition.end?.(params, context),
      );
    },
    howToCheck(step) {
      const definition = steps.get(step.plan.type);
      return definition.howToCheck?.(definition.params.parse(step.plan.params), { inventory }) ?? [];
    },
    undo(step) {
      const definition = steps.get(step.plan.type);
      return (
        definition.undo?.(definition.params.parse(step.plan.params), step.observed?.facts ?? null, { inventory }) ?? []
      );
    },
  };
}

function withOutputs(error: OpsError, outputs: readonly Output[]): OpsError {
  if (outputs.length === 0) return error;
  const { code, message, hint, details, cause } = error;
  // A bug keeps its stack for the log.
  return new OpsError(code, message, { hint, details, outputs, cause: cause ?? error });
}

/** A bug is told to people by a reference only; the log has the stack under it. */
export function referenceOf(error: OpsError, log: Log, facts: Record<string, unknown>): string | undefined {
  if (error.code !== 'internal') return undefined;
  const ref = randomBytes(4).toString('hex');
  log.error({ ...facts, ref, err: error.cause ?? error }, 'step broke');
  return ref;
}
