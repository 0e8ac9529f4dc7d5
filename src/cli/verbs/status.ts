import { deskFlags, withDesk } from '../desk-verb.ts';
import { EXIT } from '../exit-code.ts';
import { defineVerb } from '../verb.ts';

export const status = defineVerb({
  name: 'status',
  words: [],
  summary: ({ cli }) => cli.verbs.status,
  examples: ['status', 'status --json'],
  flags: deskFlags,
  run: (input, context) =>
    withDesk(input, context, async (desk) => {
      const isBotRunning = desk.place === 'bot';
      const { lines } = await desk.call('status.show', {});
      if (input.flags['json'] === true)
        context.print(JSON.stringify({ type: 'status', isBotRunning, person: desk.person, lines }));
      else {
        if (isBotRunning) context.print(desk.texts.cli.statusBot({ person: desk.person }));
        for (const line of lines) context.print(line);
      }
      return isBotRunning ? EXIT.succeeded : EXIT.unreachable;
    }),
});
