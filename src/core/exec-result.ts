import { OpsError } from './errors.ts';
import type { ExecResult } from './ports/remote.ts';
import type { Output } from './output.ts';
import type { Texts } from './texts/catalogue.ts';

/** What a command printed. `remote_failed` with its last words when it did not end with 0. */
export function getStdout(result: ExecResult, texts: Texts): string {
  if (result.exitCode === 0) return result.stdout;
  throw toFailure(result, texts);
}

export function toFailure(result: ExecResult, texts: Texts): OpsError {
  const { host, argv, exitCode, signal } = result;
  const facts = { host, command: formatArgv(argv), lastLine: lastLine(result.stderr) ?? lastLine(result.stdout) };
  const message =
    exitCode === null
      ? texts.steps.commandKilled({ ...facts, signal: signal ?? '?' })
      : texts.steps.commandFailed({ ...facts, exitCode });
  return new OpsError('remote_failed', message, { hint: texts.steps.commandFailedHint, details: { host, exitCode } });
}

/** For the run's thread: what was asked of which host, how it ended, what it said. */
export function toOutput({ host, argv, exitCode, signal, stdout, stderr }: ExecResult): Output {
  const end = exitCode === 0 ? '' : `\n[${signal ?? `exit ${exitCode}`}]`;
  const said = [stdout, stderr].map((text) => text.trimEnd()).filter((text) => text !== '');
  return { title: `${host}$ ${formatArgv(argv)}`, text: `${said.join('\n')}${end}`.trim() };
}

/** As one would type it; only for people to read. */
export function formatArgv(argv: readonly string[]): string {
  return argv
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`))
    .join(' ');
}

function lastLine(text: string): string | undefined {
  return text.trimEnd().split('\n').at(-1)?.trim().slice(0, 200) || undefined;
}
