import { toUsageError } from '../usage-error.ts';
import { defineVerb } from '../verb.ts';

const shells = ['bash', 'zsh', 'fish'] as const;

export const completion = defineVerb({
  name: 'completion',
  words: ['<bash|zsh|fish>'],
  summary: ({ cli }) => cli.verbs.completion,
  examples: ['completion bash > ~/.local/share/bash-completion/completions/watchkeeper', 'completion fish | source'],
  async run({ words: [typed = ''] }, { texts, print }) {
    const shell = shells.find((one) => one === typed);
    if (!shell) throw toUsageError(texts.cli.unknownShell({ typed: typed.slice(0, 40) }));
    const [{ loadVerbs }, { toCompletion }] = await Promise.all([
      import('../find-verb.ts'),
      import('../to-completion.ts'),
    ]);
    print(toCompletion(shell, await loadVerbs(), texts));
  },
});
