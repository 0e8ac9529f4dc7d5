import { defineVerb } from '../verb.ts';

export const totp = defineVerb({
  name: 'totp',
  words: ['<enrol|list|remove>', '[person]'],
  summary: ({ cli }) => cli.verbs.totp,
  examples: ['totp enrol mina', 'totp list', 'totp remove mina'],
  flags: { replace: { summary: ({ cli }) => cli.flags.replace } },
  run: async (input, context) => (await import('../manage-authenticators.ts')).manageAuthenticators(input, context),
});
