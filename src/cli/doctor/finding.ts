/** What was looked at (`slack.scopes`, `host.home`, …) and how it is; whatever is not well says what to do about it. */
export type Finding =
  | { check: string; level: 'ok'; message: string }
  | { check: string; level: 'warn' | 'fail'; message: string; fix: string };

/** One thing to look at, beside the others; what it throws becomes a finding. */
export interface Check {
  name: string;
  run(signal: AbortSignal): Promise<Finding[]>;
}

export function ok(check: string, message: string): Finding {
  return { check, level: 'ok', message };
}

/** Works for now, or could not be told. */
export function warn(check: string, message: string, fix: string): Finding {
  return { check, level: 'warn', message, fix };
}

/** The bot, or a run, will not do what it should. */
export function fail(check: string, message: string, fix: string): Finding {
  return { check, level: 'fail', message, fix };
}
