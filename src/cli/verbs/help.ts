import { getVerb, loadVerbs } from '../find-verb.ts';
import { toHelp, toVerbHelp } from '../to-usage.ts';
import { defineVerb } from '../verb.ts';

export const help = defineVerb({
  name: 'help',
  words: ['[verb]'],
  summary: ({ cli }) => cli.verbs.help,
  examples: ['help', 'help run'],
  async run({ words: [name] }, { texts, print }) {
    print(name === undefined ? toHelp(await loadVerbs(), texts) : toVerbHelp(await getVerb(name, texts), texts));
  },
});
