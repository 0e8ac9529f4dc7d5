import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { GENESIS_HASH, type AuditEntry } from '../../core/audit.ts';
import { CSV_HEADER, toCsvLine, toJsonLine, type AuditFormat } from '../../core/audit-file.ts';
import { systemClock } from '../../core/clock.ts';
import { OpsError } from '../../core/errors.ts';
import type { Texts } from '../../core/texts/catalogue.ts';
import type { AuditPart } from './part.ts';
import { openDatabaseTrail } from './open-trail.ts';
import { filterOptions, readArguments, toFilter } from './read-arguments.ts';

const options = { ...filterOptions, format: { type: 'string' }, out: { type: 'string' } } as const;

/** Pieces are gathered to this size: one system call for each line would take most of the time. */
const CHUNK_CHARACTERS = 64 * 1_024;

interface Written {
  count: number;
  hash: string;
}

/** Writes entries, oldest first, to a file or to stdout, in memory that does not grow with their number. */
export const exportAudit: AuditPart = async (args, { env, texts, print }) => {
  const { values } = readArguments(args, options, texts);
  const format = toFormat(values.format ?? 'jsonl', texts);
  const filter = toFilter(values, systemClock.now(), texts);
  const trail = await openDatabaseTrail(values.file, { env, texts });
  const isPartial = Object.keys(filter).length > 0;
  try {
    const entries = trail.audit.scan(filter);
    if (values.out === undefined) {
      await write(entries, format, process.stdout);
      return;
    }
    const written = await writeFile(entries, format, values.out, texts);
    print(
      isPartial
        ? texts.audit.partial({ count: written.count })
        : texts.audit.exported({ ...written, path: values.out }),
    );
  } finally {
    await trail.close();
  }
};

function toFormat(typed: string, { audit }: Texts): AuditFormat {
  if (typed === 'jsonl' || typed === 'csv') return typed;
  throw new OpsError('invalid_input', audit.badFormat({ typed }));
}

/** Half an export never stands under the name of a whole one. */
async function writeFile(
  entries: AsyncIterable<AuditEntry>,
  format: AuditFormat,
  path: string,
  { audit }: Texts,
): Promise<Written> {
  const part = `${path}.part`;
  const file = createWriteStream(part, { mode: 0o600 });
  try {
    const written = await write(entries, format, file);
    file.end();
    await finished(file);
    await rename(part, path);
    return written;
  } catch (cause) {
    file.destroy();
    await rm(part, { force: true });
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OpsError('remote_failed', audit.notWritten({ path, reason }), { hint: audit.notWrittenHint, cause });
  }
}

async function write(entries: AsyncIterable<AuditEntry>, format: AuditFormat, target: Writable): Promise<Written> {
  // Whoever reads may go away at any time, and a full disk may come at any time.
  const failure = new AbortController();
  target.once('error', (error) => failure.abort(error));
  const flush = async (text: string): Promise<void> => {
    failure.signal.throwIfAborted();
    if (!target.write(text)) await once(target, 'drain', { signal: failure.signal });
  };
  let pending = format === 'csv' ? CSV_HEADER : '';
  let count = 0;
  let hash = GENESIS_HASH;
  for await (const entry of entries) {
    pending += format === 'csv' ? toCsvLine(entry) : toJsonLine(entry);
    count++;
    ({ hash } = entry);
    if (pending.length < CHUNK_CHARACTERS) continue;
    await flush(pending);
    pending = '';
  }
  if (pending !== '') await flush(pending);
  return { count, hash };
}
