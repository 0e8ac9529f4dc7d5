import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { findDuration } from '../../core/duration.ts';
import { OpsError } from '../../core/errors.ts';
import { findRunId } from '../../core/ids.ts';
import type { AuditFilter } from '../../core/store.ts';
import type { Texts } from '../../core/texts/catalogue.ts';

/** Options that say which entries are meant. */
export const filterOptions = {
  run: { type: 'string' },
  service: { type: 'string' },
  person: { type: 'string' },
  act: { type: 'string' },
  since: { type: 'string' },
  until: { type: 'string' },
  file: { type: 'string' },
} as const satisfies ParseArgsOptionsConfig;

type Typed = Partial<Record<keyof typeof filterOptions, string>>;

/** What was typed, by option; `invalid_input` in people's words for what is not known. */
export function readArguments<const O extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: O,
  { audit }: Texts,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (thrown) {
    const reason = thrown instanceof Error ? (thrown.message.split('. ', 1)[0] ?? '') : String(thrown);
    throw new OpsError('invalid_input', audit.badArguments({ reason }), { hint: audit.usageHint });
  }
}

export function toFilter(typed: Typed, now: Date, { audit }: Texts): AuditFilter {
  const { run, service, person, act } = typed;
  const id = run === undefined ? undefined : findRunId(run);
  if (run !== undefined && id === undefined) throw new OpsError('invalid_input', audit.badRun({ typed: run }));
  const time = (option: 'since' | 'until'): Date | undefined => {
    const written = typed[option];
    if (written === undefined) return undefined;
    const age = findDuration(written);
    const at = age === undefined ? new Date(written) : new Date(now.getTime() - age);
    if (!Number.isNaN(at.getTime())) return at;
    throw new OpsError('invalid_input', audit.badTime({ option, typed: written }), { hint: audit.badTimeHint });
  };
  const [since, until] = [time('since'), time('until')];
  return {
    ...(id !== undefined && { run: id }),
    ...(service !== undefined && { service }),
    ...(person !== undefined && { actor: person.replace(/^@/, '') }),
    ...(act !== undefined && { act }),
    ...(since && { since }),
    ...(until && { until }),
  };
}
