import type { OpsError } from '../core/errors.ts';
import { hasEnded, type Ending, type Run } from '../core/run.ts';

/** Documented in docs/cli.md; relied on by scripts. */
export const EXIT = {
  succeeded: 0,
  failed: 1,
  usage: 2,
  waiting: 3,
  attention: 4,
  unreachable: 5,
  /** Of the bot alone: it hears nothing of Slack, and is to be started anew. sysexits' EX_TEMPFAIL. */
  deaf: 75,
  left: 130,
} as const;

/** What a run that stands or ended means for whoever wanted it to end in one of `wanted`. */
export function toExitCode(run: Run, wanted: readonly Ending[] = []): number {
  if (run.status === 'awaiting_approval') return EXIT.waiting;
  if (run.status === 'needs_attention') return EXIT.attention;
  if (!hasEnded(run.status)) return EXIT.succeeded;
  if (wanted.length > 0) return run.ending !== undefined && wanted.includes(run.ending) ? EXIT.succeeded : EXIT.failed;
  return run.status === 'succeeded' ? EXIT.succeeded : EXIT.failed;
}

export function toErrorExitCode(error: OpsError): number {
  if (error.details['isUsage'] === true) return EXIT.usage;
  return error.code === 'unreachable' ? EXIT.unreachable : EXIT.failed;
}
