import { checkFlags } from '../src/core/check-flags.ts';
import { defineCommand } from '../src/core/command.ts';
import { requestRun } from '../src/core/request-run.ts';

const flags = ['dry-run'];

export const switchover = defineCommand({
  name: '/switchover',
  usage: '<service> [--dry-run] [reason…]',
  summary: ({ commands }) => commands.runbooks.switchover,
  examples: ['/switchover nextuse new kernel at home', '/switchover nextuse --dry-run'],
  flags,
  run(input, context) {
    checkFlags(input, flags, context.texts);
    return requestRun({ runbook: 'switchover', service: input.words[0], reason: input.rest(1) }, input, context);
  },
});
