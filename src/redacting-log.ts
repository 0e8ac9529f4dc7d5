import pino, { type Logger } from 'pino';
import type { Environment } from './config/environment.ts';
import { redactJson } from './core/redact-json.ts';
import { redact } from './core/redact.ts';

/** The log of the process: JSON lines, of which no text, no field and no stack holds what looks like a secret or is one. */
export function createRedactingLog(
  level: Environment['logLevel'],
  known: readonly string[],
  target: { write(line: string): unknown } = pino.destination({ sync: true }),
): Logger {
  const write = (line: string): void => void target.write(toSafeLine(line, known));
  return pino({ level }, { write });
}

/** By field, so that a redacted line is JSON still. */
function toSafeLine(line: string, known: readonly string[]): string {
  try {
    return `${JSON.stringify(redactJson(JSON.parse(line) as unknown, known))}\n`;
  } catch {
    return `${redact(line.trimEnd(), known)}\n`;
  }
}
