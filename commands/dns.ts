import { checkFlags } from '../src/core/check-flags.ts';
import { defineCommand } from '../src/core/command.ts';
import { requestRun } from '../src/core/request-run.ts';

export const dns = defineCommand({
  name: '/dns',
  usage: '<service>',
  summary: ({ commands }) => commands.runbooks.dnsShow,
  examples: ['/dns nextuse'],
  run(input, context) {
    checkFlags(input, [], context.texts);
    return requestRun({ runbook: 'dns-show', service: input.words[0], reason: input.rest(1) }, input, context);
  },
});
