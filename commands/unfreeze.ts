import { defineCommand } from '../src/core/command.ts';

export const unfreeze = defineCommand({
  name: '/unfreeze',
  usage: '',
  summary: ({ guards }) => guards.unfreezeSummary,
  examples: ['/unfreeze'],
  async run(_input, { actor, guards, texts }) {
    await guards.unfreeze(actor);
    return { kind: 'text', text: texts.guards.unfreezeDone };
  },
});
