import { OpsError } from './errors.ts';
import type { ExecResult } from './ports/remote.ts';
import type { StepContext } from './step.ts';

type Asking = Pick<StepContext, 'remote' | 'clock' | 'signal' | 'texts'>;

/**
 * A command that only looks, with a deadline over everything, connecting included: a dead host must not cost more.
 * `unreachable` when there is no answer in time; otherwise as `Remote`.
 */
export async function askHost(
  host: string,
  argv: readonly string[],
  timeoutMs: number,
  context: Asking,
): Promise<ExecResult> {
  const { remote, clock, signal, texts } = context;
  const late = new AbortController();
  const answered = new AbortController();
  const asking = remote.exec(host, argv, { timeoutMs, signal: AbortSignal.any([signal, late.signal]) });
  const deadline = clock.sleep(timeoutMs, AbortSignal.any([signal, answered.signal])).then((): never => {
    signal.throwIfAborted();
    const error = new OpsError('unreachable', texts.steps.hostSilent({ host, timeoutMs }));
    late.abort(error);
    throw error;
  });
  // When the answer wins, the deadline ends quietly.
  deadline.catch(() => undefined);
  try {
    return await Promise.race([asking, deadline]);
  } finally {
    answered.abort();
  }
}

/** Whether an error means that a host could not be asked, rather than that it said no. */
export function isNoAnswer(thrown: unknown): thrown is OpsError {
  return (
    thrown instanceof OpsError && ['unreachable', 'timed_out', 'outcome_unknown', 'not_allowed'].includes(thrown.code)
  );
}
