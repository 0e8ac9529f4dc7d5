import { OpsError } from './errors.ts';
import { getStdout } from './exec-result.ts';
import type { DataConfig } from './inventory.ts';
import type { ExecResult } from './ports/remote.ts';
import type { Texts } from './texts/catalogue.ts';

/** The command that tells when the data was copied last. */
export function lastSyncArgv(source: DataConfig['source']): readonly string[] {
  return 'marker' in source ? ['stat', '-c', '%Y', source.marker] : source.command;
}

/** Reads what `lastSyncArgv` printed. `remote_failed` when there is no marker or what was printed is not a time. */
export function getLastSync(source: DataConfig['source'], result: ExecResult, texts: Texts): Date {
  if ('marker' in source && result.exitCode === 1 && !/denied/i.test(result.stderr)) {
    throw new OpsError('remote_failed', texts.steps.markerFileMissing({ host: result.host, file: source.marker }), {
      hint: texts.steps.markerFileMissingHint,
    });
  }
  const printed = getStdout(result, texts).trim();
  const at = findTime(printed);
  if (at) return at;
  throw new OpsError('remote_failed', texts.steps.notATime({ host: result.host, printed: printed.slice(0, 80) }), {
    hint: texts.steps.notATimeHint,
  });
}

/** Epoch seconds, or a date with its zone: without one it could be anybody's. */
function findTime(text: string): Date | undefined {
  if (/^\d{9,11}(\.\d+)?$/.test(text)) return new Date(Math.floor(Number(text)) * 1_000);
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|[+-]\d\d:?\d\d)$/i.exec(text);
  if (!match) return undefined;
  const zone = (match[3] ?? 'Z').toUpperCase().replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  const at = new Date(`${match[1]}T${match[2]}${zone}`);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
