import { defineVerb } from '../verb.ts';

export const doctor = defineVerb({
  name: 'doctor',
  words: [],
  summary: ({ cli }) => cli.verbs.doctor,
  examples: ['doctor', 'doctor --json', 'doctor --try-write'],
  flags: {
    json: { summary: ({ cli }) => cli.flags.json },
    'try-write': { summary: ({ cli }) => cli.flags.tryWrite },
  },
  async run({ flags }, context) {
    const { examineAll } = await import('../doctor/examine-all.ts');
    return await examineAll(context, {
      isJson: flags['json'] === true,
      isTryingToWrite: flags['try-write'] === true,
    });
  },
});
