import { defineVerb } from '../verb.ts';

export const doctor = defineVerb({
  name: 'doctor',
  words: [],
  summary: ({ cli }) => cli.verbs.doctor,
  examples: ['doctor', 'doctor --json'],
  flags: { json: { summary: ({ cli }) => cli.flags.json } },
  async run({ flags }, context) {
    const { examineAll } = await import('../doctor/examine-all.ts');
    return await examineAll(context, { isJson: flags['json'] === true });
  },
});
