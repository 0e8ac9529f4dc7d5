import type { ExecResult } from './remote.ts';

/**
 * What a host knows of a command that was started under an id. `absent`: it was not started and never will be under this
 * id; `running`; `exited`: it ended, `exitCode` as a shell reports it (128 + n for signal n); `vanished`: it was begun, and
 * neither runs nor left an exit code (the host was started anew, or somebody killed it whole).
 */
export type DetachedState = 'absent' | 'running' | 'exited' | 'vanished';

export interface DetachedLook {
  state: DetachedState;
  /** null unless exited. */
  exitCode: number | null;
  /** Since it was begun, by the host's clock; until its end when it has ended. */
  elapsedMs: number;
  /** It was ended by `end`. */
  isEnded: boolean;
  /** The end of what it printed so far. Redacted. */
  stdout: string;
  stderr: string;
}

interface Options {
  signal?: AbortSignal;
}

/**
 * Commands on hosts that go on when the connection, or the bot, is gone. Each has an id of `[A-Za-z0-9_.-]+`; the same id
 * never starts twice, whoever asks and however often. Errors as of `Remote.exec`; `remote_failed` when the host cannot keep
 * such commands (no shell, no home that may be written).
 */
export interface Detached {
  /** Starts it, or finds it started. `outcome_unknown`: it may have been started; `look` tells. */
  start(host: string, id: string, argv: readonly string[], options?: Options): Promise<DetachedLook>;
  /** How far it is. Changes nothing. */
  look(host: string, id: string, options?: Options): Promise<DetachedLook>;
  /** As `look`, and makes sure that what was not begun by now never is. */
  withdraw(host: string, id: string, options?: Options): Promise<DetachedLook>;
  /** Ends it and all that it started: asked first, killed after 5 s. As `withdraw` when it was not begun. */
  end(host: string, id: string, options?: Options): Promise<DetachedLook>;
}

/** For people and for the run's thread: as if it had been run in the foreground. */
export function toExecResult(
  { exitCode, elapsedMs, stdout, stderr }: DetachedLook,
  { host, argv }: { host: string; argv: readonly string[] },
): ExecResult {
  return { host, argv, exitCode, stdout, stderr, isTruncated: false, durationMs: elapsedMs };
}
