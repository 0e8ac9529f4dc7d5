import { LogLevel, type Logger } from '@slack/bolt';
import type { Log } from '../core/ports/log.ts';
import { redact } from '../core/redact.ts';

/** Slack's libraries write to our log. Their debug lines hold whole payloads and are left out. */
export function createBoltLogger(log: Log): Logger {
  const said = (parts: unknown[]): { said: string } => ({ said: redact(parts.map(toText).join(' ')).slice(0, 2_000) });
  return {
    debug: () => {},
    info: (...parts) => log.debug(said(parts), 'slack library said'),
    warn: (...parts) => log.warn(said(parts), 'slack library warned'),
    error: (...parts) => log.warn(said(parts), 'slack library reported an error'),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}

function toText(part: unknown): string {
  if (part instanceof Error) return part.stack ?? part.message;
  return typeof part === 'string' ? part : (JSON.stringify(part) ?? String(part));
}
