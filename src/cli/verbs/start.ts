import { defineVerb } from '../verb.ts';

export const start = defineVerb({
  name: 'start',
  words: [],
  summary: ({ cli }) => cli.verbs.start,
  examples: ['start'],
  run: async (_, context) => (await import('../../start.ts')).start(context),
});
