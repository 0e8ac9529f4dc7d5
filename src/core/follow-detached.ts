import { toOpsError, OpsError } from './errors.ts';
import { formatArgv, toOutput } from './exec-result.ts';
import { toExecResult, type DetachedLook } from './ports/detached.ts';
import type { ExecResult } from './ports/remote.ts';
import type { StepContext } from './step.ts';

const EVERY_MS = 2_000;

interface Command {
  host: string;
  argv: readonly string[];
  /** From when it was begun, by the host's clock. */
  timeoutMs: number;
}

/**
 * Starts a detached command, or finds it where it is, and waits for its end. Aborted, it leaves the command alone.
 * `remote_failed` with its output when it took too long (and was ended), was ended by somebody, or vanished;
 * `outcome_unknown` when it cannot be followed: called again, it goes on from there.
 */
export async function followDetached(command: Command, context: StepContext): Promise<ExecResult> {
  const { host, argv, timeoutMs } = command;
  const { detached, call, signal, clock, progress, texts } = context;
  let seen = await detached.start(host, call, argv, { signal });
  try {
    while (seen.state === 'running') {
      if (seen.elapsedMs >= timeoutMs) {
        seen = await detached.end(host, call, { signal });
        break;
      }
      progress(texts.steps.execProgress({ host, elapsedMs: seen.elapsedMs, ...toLastWords(seen) }));
      await clock.sleep(EVERY_MS, signal);
      signal.throwIfAborted();
      seen = await detached.look(host, call, { signal });
    }
  } catch (thrown) {
    signal.throwIfAborted();
    // Whatever the reason: it was begun, and is not over as far as anybody knows.
    const { message, hint } = toOpsError(thrown);
    const facts = { host, command: formatArgv(argv) };
    throw new OpsError('outcome_unknown', `${texts.steps.execNotFollowed(facts)}: ${message}`, { hint, cause: thrown });
  }
  return toResult(seen, command, context);
}

function toResult(
  seen: DetachedLook,
  { host, argv, timeoutMs }: Command,
  { texts: { steps } }: StepContext,
): ExecResult {
  const result = toExecResult(seen, { host, argv });
  const facts = { host, command: formatArgv(argv), elapsedMs: seen.elapsedMs };
  const fail = (message: string, hint: string): OpsError =>
    new OpsError('remote_failed', message, { hint, outputs: [toOutput(result)] });
  if (seen.state !== 'exited') throw fail(steps.execVanished(facts), steps.execVanishedHint);
  if (!seen.isEnded) return result;
  if (seen.elapsedMs < timeoutMs) throw fail(steps.execEnded(facts), steps.execEndedHint);
  throw fail(steps.execTooLong({ ...facts, limitMs: timeoutMs }), steps.execEndedHint);
}

/** The newest line, and what rsync, dd or the like say of how far they are. */
function toLastWords({ stdout, stderr }: DetachedLook): { percent: string | undefined; lastLine: string | undefined } {
  const lines = (stdout.trim() === '' ? stderr : stdout).split(/[\r\n]+/).map((line) => line.trim());
  const lastLine = lines.findLast((line) => line !== '');
  return { percent: lastLine?.match(/\b\d{1,3} ?%/)?.[0], lastLine: lastLine?.slice(0, 120) };
}
