import { OpsError } from '../../core/errors.ts';
import type { AuditPart } from './part.ts';
import { openDatabaseTrail } from './open-trail.ts';
import { toDay } from './to-day.ts';
import { readArguments } from './read-arguments.ts';
import { toPlain } from './to-plain.ts';

/** Prints what is kept under a digest. */
export const showOutput: AuditPart = async (args, { env, texts, print }) => {
  const { values, positionals } = readArguments(args, { file: { type: 'string' } }, texts);
  const [digest = ''] = positionals;
  const trail = await openDatabaseTrail(values.file, { env, texts });
  const found = await trail.audit.findOutput(digest.toLowerCase());
  await trail.close();
  if (!found) {
    throw new OpsError('not_found', texts.audit.noOutput({ digest: toPlain(digest) }), {
      hint: texts.audit.noOutputHint,
    });
  }
  if (found.expiredAt !== undefined) {
    throw new OpsError('not_found', texts.audit.outputExpired({ digest: found.digest, on: toDay(found.expiredAt) }));
  }
  for (const { title, text } of found.outputs) {
    print(toPlain(title));
    print(text.split('\n').map(toPlain).join('\n'));
  }
};
