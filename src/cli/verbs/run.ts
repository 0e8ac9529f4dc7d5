import type { Texts } from '../../core/texts/catalogue.ts';
import { deskFlags, noWait, reason, withDesk } from '../desk-verb.ts';
import { toUsageError } from '../usage-error.ts';
import { defineVerb } from '../verb.ts';
import { watchRun } from '../watch-run.ts';

export const run = defineVerb({
  name: 'run',
  words: ['<runbook>', '[service]', '[key=value…]'],
  summary: ({ cli }) => cli.verbs.run,
  examples: [
    'run failover nextuse --reason "home router is dead"',
    'run failover nextuse --dry-run',
    'run failback nextuse healthyFor=5m',
  ],
  flags: { 'dry-run': { summary: ({ cli }) => cli.flags.dryRun }, reason, 'no-wait': noWait, ...deskFlags },
  run(input, context) {
    const { runbook, service, params } = readWords(input.words, context.texts);
    return withDesk(input, context, async (desk) => {
      const isJson = input.flags['json'] === true;
      if (desk.place === 'here' && !isJson) context.screen.warn(desk.texts.cli.worksAlone);
      const why = input.flags['reason'];
      const asked = await desk.call('runs.request', {
        runbook,
        service,
        params,
        reason: typeof why === 'string' ? why : '',
        isDryRun: input.flags['dry-run'] === true,
      });
      return watchRun(asked, { desk, input, context });
    });
  },
});

interface Wanted {
  runbook: string;
  service: string;
  params: Record<string, string>;
}

/** `failover nextuse healthyFor=5m`. A service is always named: which one is meant is nothing to guess. Errors: usage. */
function readWords([runbook = '', ...rest]: readonly string[], { cli, commands }: Texts): Wanted {
  const given = rest.map((word) => ({ word, pair: /^([A-Za-z][A-Za-z0-9]*)=(.*)$/s.exec(word) }));
  const [first] = given;
  const pairs = first && !first.pair ? given.slice(1) : given;
  const extra = pairs.find(({ pair }) => !pair);
  if (extra) throw toUsageError(cli.tooManyWords({ word: extra.word.slice(0, 60) }), cli.reasonIsAFlag);
  if (!first || first.pair) throw toUsageError(cli.wordMissing({ word: '[service]' }), cli.seeHelp({ verb: 'run' }));
  const params = Object.fromEntries(
    pairs.flatMap(({ pair }) => (pair ? [[pair[1] ?? '', pair[2] ?? ''] as const] : [])),
  );
  if (Object.hasOwn(params, 'service')) throw toUsageError(commands.serviceIsAWord);
  return { runbook, service: first.word, params };
}
