import { deskFlags, getTypedRunId, withDesk } from '../desk-verb.ts';
import { toRunJson } from '../run-json.ts';
import { toLines } from '../run-view.ts';
import { defineVerb } from '../verb.ts';

export const show = defineVerb({
  name: 'show',
  words: ['<run>'],
  summary: ({ cli }) => cli.verbs.show,
  examples: ['show run_01JD0000000000000001', 'show run_01JD0000000000000001 --json'],
  flags: deskFlags,
  run: (input, context) =>
    withDesk(input, context, async (desk) => {
      const { run, card } = await desk.call('runs.find', { id: getTypedRunId(input.words[0], desk.texts) });
      if (input.flags['json'] === true) return context.print(JSON.stringify(toRunJson(run, card.next)));
      for (const line of toLines(card, desk.texts)) context.print(context.screen.paint(line));
    }),
});
