import { deskFlags, getTypedRunId, noWait, reason, withDesk } from '../desk-verb.ts';
import { defineVerb } from '../verb.ts';
import { watchRun } from '../watch-run.ts';

export const deny = defineVerb({
  name: 'deny',
  words: ['<run>'],
  summary: ({ cli }) => cli.verbs.deny,
  examples: ['deny run_01JD0000000000000001 --reason "the router is back"'],
  flags: { reason, 'no-wait': noWait, ...deskFlags },
  run: (input, context) =>
    withDesk(input, context, async (desk) => {
      const id = getTypedRunId(input.words[0], desk.texts);
      const { run } = await desk.call('runs.find', { id });
      const why = input.flags['reason'];
      const denied = await desk.call('runs.deny', {
        id,
        binding: run.binding ?? '',
        ...(typeof why === 'string' && { reason: why }),
      });
      return watchRun(denied, { desk, input, context, wanted: ['denied'] });
    }),
});
