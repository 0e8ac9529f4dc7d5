import { toUsageError } from '../usage-error.ts';
import { defineVerb } from '../verb.ts';

export const manifest = defineVerb({
  name: 'manifest',
  words: [],
  summary: ({ cli }) => cli.verbs.manifest,
  examples: ['manifest', 'manifest --http https://bot.example.org'],
  flags: { http: { takes: 'https://…', summary: ({ cli }) => cli.flags.http } },
  async run({ flags: { http } }, { texts, print }) {
    if (typeof http === 'string' && (!http.startsWith('https://') || !URL.canParse(http)))
      throw toUsageError(texts.cli.badOrigin({ typed: http.slice(0, 100) }));
    const [{ readFile }, { join }, { isCommand }, { catalogues }, { loadDefinitions }, slack] = await Promise.all([
      import('node:fs/promises'),
      import('node:path'),
      import('../../core/command.ts'),
      import('../../core/texts/catalogue.ts'),
      import('../../load.ts'),
      import('../../slack/manifest.ts'),
    ]);
    const root = join(import.meta.dirname, '..', '..', '..');
    const commands = await loadDefinitions(join(root, 'commands'), isCommand);
    // Slack shows the descriptions to everybody in the workspace: they are as in the file of the repository.
    const written = slack.withCommands(await readFile(join(root, 'manifest.yml'), 'utf8'), commands, catalogues.en);
    print((typeof http === 'string' ? slack.toHttpManifest(written, http) : written).trimEnd());
  },
});
