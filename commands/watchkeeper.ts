import { checkFlags } from '../src/core/check-flags.ts';
import { chooseVerb } from '../src/core/choose-verb.ts';
import { defineCommand, type CommandContext } from '../src/core/command.ts';

const verbs = ['help', 'status'] as const;

export const watchkeeper = defineCommand({
  name: '/watchkeeper',
  usage: 'help · status',
  summary: ({ commands }) => commands.watchkeeperSummary,
  examples: ['/watchkeeper help', '/watchkeeper status'],
  async run(input, context) {
    const verb = chooseVerb(input.words[0], verbs, 'help', context.texts);
    checkFlags(input, [], context.texts);
    if (verb === 'help') return { kind: 'text', text: help(context) };
    return { kind: 'text', text: [context.texts.commands.statusTitle, ...(await context.status())].join('\n') };
  },
});

/** Made from the commands themselves: it cannot be out of date. */
function help({ commands, texts }: CommandContext): string {
  const lines = commands
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, usage, summary, examples }) => {
      const example = examples[0] === undefined ? '' : `\n    ${texts.commands.example({ line: examples[0] })}`;
      return `*${name}* \`${usage}\`\n    ${summary(texts)}${example}`;
    });
  return [texts.commands.helpTitle, ...lines].join('\n');
}
