import { deskFlags, getTypedRunId, noWait, requireYes, withDesk, yes } from '../desk-verb.ts';
import { defineVerb } from '../verb.ts';
import { watchRun } from '../watch-run.ts';

export const cancel = defineVerb({
  name: 'cancel',
  words: ['<run>'],
  summary: ({ cli }) => cli.verbs.cancel,
  examples: ['cancel run_01JD0000000000000001'],
  flags: { yes, 'no-wait': noWait, ...deskFlags },
  run: (input, context) =>
    withDesk(input, context, async (desk) => {
      const { texts } = desk;
      const id = getTypedRunId(input.words[0], texts);
      const { run } = await desk.call('runs.find', { id });
      if (run.status === 'running') await requireYes(texts.cards.confirmCancel, input, context, texts);
      const canceled = await desk.call('runs.cancel', { id });
      return watchRun(canceled, { desk, input, context, wanted: ['canceled'] });
    }),
});
