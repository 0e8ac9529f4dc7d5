import type { HttpSighting } from './http-verdict.ts';
import type { TlsMode } from './inventory.ts';
import type { NoAnswer } from './ports/prober.ts';
import type { ExecResult } from './ports/remote.ts';

interface Request {
  url: string;
  /** `address:port` to dial. */
  connect?: string | undefined;
  tls: TlsMode;
  timeoutSeconds: number;
}

/**
 * A GET that prints the answer's headers and, as last line, status and address. A private CA's file lies on the bot's
 * machine and not over there: with one, only the bot itself verifies the certificate.
 */
export function curlArgv({ url, connect, tls, timeoutSeconds }: Request): readonly string[] {
  return [
    'curl',
    '--silent',
    '--show-error',
    '--output',
    '/dev/null',
    '--dump-header',
    '-',
    '--max-time',
    String(timeoutSeconds),
    '--write-out',
    String.raw`%{http_code} %{remote_ip}\n`,
    ...(connect === undefined ? [] : ['--connect-to', `::${connect}`]),
    ...(tls.mode === 'verify' ? [] : ['--insecure']),
    url,
  ];
}

/** Exit codes of curl(1). */
const REASONS: Readonly<Record<number, NoAnswer>> = {
  6: 'unresolved',
  7: 'refused',
  28: 'timed_out',
  35: 'tls',
  51: 'tls',
  52: 'reset',
  56: 'reset',
  58: 'tls',
  60: 'tls',
  77: 'tls',
};

/** Reads what `curlArgv` printed; undefined when curl itself could not be run. */
export function findCurlAnswer({
  exitCode,
  stdout,
}: Pick<ExecResult, 'exitCode' | 'stdout'>): HttpSighting | undefined {
  if (exitCode === null || exitCode === 126 || exitCode === 127) return undefined;
  if (exitCode !== 0) return { ok: false, reason: REASONS[exitCode] ?? 'other' };
  const lines = stdout.trimEnd().split(/\r?\n/);
  const status = Number(/^(\d{3})\b/.exec(lines.at(-1) ?? '')?.[1] ?? 0);
  if (status === 0) return { ok: false, reason: 'other' };
  // Interim answers have header blocks of their own: the last one counts.
  const start = lines.findLastIndex((line) => line.startsWith('HTTP/'));
  const pairs = lines.slice(start + 1, -1).flatMap((line) => {
    const colon = line.indexOf(':');
    return colon > 0 ? [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const] : [];
  });
  return { ok: true, status, headers: Object.fromEntries(pairs) };
}
