export interface ExecOptions {
  timeoutMs: number;
  signal?: AbortSignal;
}

export interface ExecResult {
  host: string;
  argv: readonly string[];
  /** null when a signal ended the command. */
  exitCode: number | null;
  signal?: string;
  /** Redacted and capped; `isTruncated` says so. */
  stdout: string;
  stderr: string;
  isTruncated: boolean;
  durationMs: number;
}

/**
 * Commands on hosts of the inventory, by argv and never by shell text. A non-zero exit is a result, not an error.
 *
 * Errors: `not_found` no such host; `unreachable` never connected, so nothing ran; `not_allowed` host key or login
 * refused; `timed_out` it ran longer than `timeoutMs`; `outcome_unknown` the connection was lost after the start.
 * An aborted signal rejects with the signal's reason.
 */
export interface Remote {
  exec(host: string, argv: readonly string[], options: ExecOptions): Promise<ExecResult>;
}
