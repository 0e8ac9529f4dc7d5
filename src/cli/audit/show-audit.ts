import type { AuditEntry } from '../../core/audit.ts';
import { systemClock } from '../../core/clock.ts';
import { OpsError } from '../../core/errors.ts';
import { describeSubject } from '../../core/describe-subject.ts';
import type { Json } from '../../core/json.ts';
import type { Texts } from '../../core/texts/catalogue.ts';
import type { AuditReader } from '../../store/open-for-reading.ts';
import type { AuditPart } from './part.ts';
import { openDatabaseTrail } from './open-trail.ts';
import { filterOptions, readArguments, toFilter } from './read-arguments.ts';
import { toDay } from './to-day.ts';
import { toPlain } from './to-plain.ts';

const options = { ...filterOptions, n: { type: 'string', short: 'n' }, json: { type: 'boolean' } } as const;

const DEFAULT_COUNT = 20;
const MAX_COUNT = 10_000;
/** Of details, which are JSON: the rest is in the export. */
const DETAIL_CHARACTERS = 120;

/** Prints the last entries, the newest at the bottom where the eye is. */
export const showAudit: AuditPart = async (args, { env, texts, print }) => {
  const { values } = readArguments(args, options, texts);
  const limit = toCount(values.n, texts);
  const filter = toFilter(values, systemClock.now(), texts);
  const trail = await openDatabaseTrail(values.file, { env, texts });
  const entries = (await trail.audit.list({ ...filter, limit })).toReversed();
  const expired = await findExpired(entries, trail.audit);
  const head = await trail.audit.head();
  await trail.close();
  if (values.json) {
    print(JSON.stringify({ entries, head: head ? { sequence: head.sequence, hash: head.hash } : null }));
    return;
  }
  if (entries.length === 0) print(texts.audit.noEntries);
  else print(toTable([texts.audit.columns, ...entries.map((entry) => toRow(entry, expired, texts))]));
  if (head) print(texts.audit.head({ sequence: head.sequence, hash: head.hash }));
};

function toCount(typed: string | undefined, { audit }: Texts): number {
  const count = Number(typed ?? DEFAULT_COUNT);
  if (Number.isInteger(count) && count > 0 && count <= MAX_COUNT) return count;
  throw new OpsError('invalid_input', audit.badCount({ typed: typed ?? '', most: MAX_COUNT }));
}

const findDigest = ({ details }: AuditEntry): string | undefined => {
  if (typeof details !== 'object' || details === null) return undefined;
  const { outputs } = details as Record<string, Json>;
  return typeof outputs === 'string' ? outputs : undefined;
};

/** Digests of outputs that are gone, with the day on which they went. */
async function findExpired(entries: readonly AuditEntry[], audit: AuditReader): Promise<Map<string, string>> {
  const expired = new Map<string, string>();
  for (const digest of new Set(entries.flatMap((entry) => findDigest(entry) ?? []))) {
    const { expiredAt } = (await audit.findOutput(digest)) ?? {};
    if (expiredAt !== undefined) expired.set(digest, toDay(expiredAt));
  }
  return expired;
}

function toRow(entry: AuditEntry, expired: ReadonlyMap<string, string>, { audit }: Texts): string[] {
  const { sequence, at, actor, via, act, subject, outcome, details } = entry;
  const text = JSON.stringify(details);
  const cut = text === '{}' ? '' : text.length > DETAIL_CHARACTERS ? `${text.slice(0, DETAIL_CHARACTERS)}…` : text;
  const on = expired.get(findDigest(entry) ?? '');
  const told = on === undefined ? cut : `${cut} ${audit.outputExpiredMark({ on })}`;
  return [String(sequence), at, actor, via, act, describeSubject(subject), outcome, told].map(toPlain);
}

function toTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
