import { OpsError } from '../core/errors.ts';

/** Something was typed that cannot be meant: exit code 2. */
export function toUsageError(message: string, hint?: string): OpsError {
  return new OpsError('invalid_input', message, { hint, details: { isUsage: true } });
}
