export interface Finding {
  /** What was looked at: `slack.scopes`, `host.home`, … */
  check: string;
  level: 'ok' | 'warn' | 'fail';
  message: string;
  /** What to do about it. */
  fix?: string;
}

/** One thing to look at, beside the others; what it throws becomes a finding. */
export interface Check {
  name: string;
  run(signal: AbortSignal): Promise<Finding[]>;
}

export function ok(check: string, message: string): Finding {
  return { check, level: 'ok', message };
}

export function warn(check: string, message: string, fix?: string): Finding {
  return { check, level: 'warn', message, ...(fix !== undefined && { fix }) };
}

export function fail(check: string, message: string, fix: string): Finding {
  return { check, level: 'fail', message, fix };
}
