import { checkFlags } from '../src/core/check-flags.ts';
import { defineCommand } from '../src/core/command.ts';
import { requestRun } from '../src/core/request-run.ts';

const flags = ['dry-run'];

export const failover = defineCommand({
  name: '/failover',
  usage: '<service> [--dry-run] [reason…]',
  summary: ({ commands }) => commands.runbooks.failover,
  examples: ['/failover nextuse home router is dead', '/failover nextuse --dry-run'],
  flags,
  run(input, context) {
    checkFlags(input, flags, context.texts);
    return requestRun({ runbook: 'failover', service: input.words[0], reason: input.rest(1) }, input, context);
  },
});
