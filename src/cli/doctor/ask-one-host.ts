import { askHost } from '../../core/ask-host.ts';
import type { ExecResult } from '../../core/ports/remote.ts';
import type { HostAsking } from './asking.ts';

const TIMEOUT_MS = 5_000;

/** A command that only looks, as steps ask theirs. */
export function askOneHost(argv: readonly string[], asking: HostAsking): Promise<ExecResult> {
  const { host, ports, clock, signal, texts } = asking;
  return askHost(host, argv, TIMEOUT_MS, { remote: ports.remote, clock, signal, texts });
}

/** What a command said first, errors before output; for people to read. */
export function toSaid({ exitCode, stdout, stderr }: ExecResult): string {
  const line = (text: string): string | undefined => text.trim().split('\n')[0]?.trim().slice(0, 160) || undefined;
  return line(stderr) ?? line(stdout) ?? `exit ${exitCode ?? '?'}`;
}
