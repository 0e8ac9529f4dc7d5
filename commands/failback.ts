import { checkFlags } from '../src/core/check-flags.ts';
import { defineCommand } from '../src/core/command.ts';
import { requestRun } from '../src/core/request-run.ts';

const flags = ['dry-run'];

export const failback = defineCommand({
  name: '/failback',
  usage: '<service> [--dry-run] [reason…]',
  summary: ({ commands }) => commands.runbooks.failback,
  examples: ['/failback nextuse router replaced', '/failback nextuse --dry-run'],
  flags,
  run(input, context) {
    checkFlags(input, flags, context.texts);
    return requestRun({ runbook: 'failback', service: input.words[0], reason: input.rest(1) }, input, context);
  },
});
