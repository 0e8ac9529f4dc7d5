import { defineCommand } from '../src/core/command.ts';
import { cutText } from '../src/core/cut-text.ts';

const MAX_REASON = 500;

export const freeze = defineCommand({
  name: '/freeze',
  usage: '[reason…]',
  summary: ({ guards }) => guards.freezeSummary,
  examples: ['/freeze Cloudflare is having an incident', '/freeze'],
  async run(input, { actor, guards, texts }) {
    await guards.freeze(actor, cutText(input.rest(0), MAX_REASON));
    return { kind: 'text', text: texts.guards.freezeDone };
  },
});
