import { defineVerb } from '../verb.ts';

/** Reads the trail where it lies: no bot is asked, and nothing is written. */
export const audit = defineVerb({
  name: 'audit',
  words: ['<show|verify|export|output>', '[options…]'],
  summary: ({ cli }) => cli.verbs.audit,
  examples: ['audit show --service nextuse -n 50', 'audit verify --head 1a2b3c4d5e6f7a8b', 'audit export --format csv'],
  isRaw: true,
  run: async ({ args }, context) => await (await import('../audit/run-part.ts')).runPart(args, context),
});
