import { toUsageError } from '../usage-error.ts';
import { defineVerb } from '../verb.ts';

export const backup = defineVerb({
  name: 'backup',
  words: ['<file>'],
  summary: ({ cli }) => cli.verbs.backup,
  examples: ['backup watchkeeper-2026-11-27.db'],
  async run({ words: [target] }, context) {
    if (target === undefined) throw toUsageError(context.texts.cli.backupUsage);
    return await (await import('../back-up.ts')).backUp(target, context);
  },
});
