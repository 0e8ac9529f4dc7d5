import { checkFlags } from '../src/core/check-flags.ts';
import { defineCommand } from '../src/core/command.ts';
import { requestRun } from '../src/core/request-run.ts';

export const standby = defineCommand({
  name: '/standby',
  usage: '<service>',
  summary: ({ commands }) => commands.runbooks.standbyCheck,
  examples: ['/standby nextuse'],
  run(input, context) {
    checkFlags(input, [], context.texts);
    return requestRun({ runbook: 'standby-check', service: input.words[0], reason: input.rest(1) }, input, context);
  },
});
