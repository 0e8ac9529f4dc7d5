import { deskFlags, getTypedRunId, withDesk } from '../desk-verb.ts';
import { defineVerb } from '../verb.ts';
import { watchRun } from '../watch-run.ts';

export const follow = defineVerb({
  name: 'follow',
  words: ['<run>'],
  summary: ({ cli }) => cli.verbs.follow,
  examples: ['follow run_01JD0000000000000001'],
  flags: deskFlags,
  run: (input, context) =>
    withDesk(input, context, async (desk) => {
      const seen = await desk.call('runs.find', { id: getTypedRunId(input.words[0], desk.texts) });
      return watchRun(seen, { desk, input, context, until: 'end' });
    }),
});
