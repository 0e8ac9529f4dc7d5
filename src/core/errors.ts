import type { Json } from './json.ts';
import type { Output } from './output.ts';

export type ErrorCode =
  | 'invalid_input'
  | 'not_found'
  | 'not_allowed'
  | 'conflict'
  | 'unreachable'
  | 'remote_failed'
  | 'timed_out'
  | 'outcome_unknown'
  | 'internal';

interface Options {
  /** One imperative sentence: what to do next. */
  hint?: string | undefined;
  cause?: unknown;
  details?: Record<string, Json>;
  outputs?: readonly Output[] | undefined;
}

/**
 * The only error that people are shown. The message says subject and fact ("Not running on standby: used-market-db").
 *
 * What the codes promise the engine: `unreachable`: the other side provably did nothing; `timed_out` and
 * `outcome_unknown`: it may have. `details.retryAfterMs` says when a provider wants to be asked again;
 * `details.isConditionToBegin` that this speaks against beginning, and not against finding nothing to do. `outputs` is what
 * hosts had printed by then, of an error of a step.
 */
export class OpsError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: Record<string, Json>;
  readonly outputs: readonly Output[];

  constructor(code: ErrorCode, message: string, { hint, cause, details = {}, outputs = [] }: Options = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'OpsError';
    this.code = code;
    this.hint = hint;
    this.details = details;
    this.outputs = outputs;
  }
}

/** Anything thrown, as an OpsError. What is not one already is a bug: `internal`, with the cause for the log. */
export function toOpsError(thrown: unknown): OpsError {
  if (thrown instanceof OpsError) return thrown;
  return new OpsError('internal', 'Internal error', { cause: thrown });
}
