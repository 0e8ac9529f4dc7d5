import type { Log } from '../../src/core/ports/log.ts';

/** Keeps what was logged, for assertions, and prints nothing. */
export function createQuietLog(): Log & {
  lines: { level: string; facts: Record<string, unknown>; message: string }[];
} {
  const lines: { level: string; facts: Record<string, unknown>; message: string }[] = [];
  const write =
    (level: string) =>
    (facts: Record<string, unknown>, message: string): void => {
      lines.push({ level, facts, message });
    };
  const log = {
    lines,
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (): Log => log,
  };
  return log;
}
