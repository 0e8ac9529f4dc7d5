import { hasEnded, type Run } from '../../core/run.ts';
import type { Texts } from '../../core/texts/catalogue.ts';
import type { SeenRun } from '../../terminal/methods.ts';
import { deskFlags, withDesk } from '../desk-verb.ts';
import { toPlainText } from '../plain-text.ts';
import { toRunJson } from '../run-json.ts';
import { defineVerb } from '../verb.ts';

const LISTED = 50;
const ENDED_SHOWN = 5;

export const runs = defineVerb({
  name: 'runs',
  words: [],
  summary: ({ cli }) => cli.verbs.runs,
  examples: ['runs', 'runs --all --service nextuse', 'runs --json'],
  flags: {
    all: { summary: ({ cli }) => cli.flags.all },
    service: { takes: 'service', summary: ({ cli }) => cli.flags.service },
    ...deskFlags,
  },
  run: (input, context) =>
    withDesk(input, context, async (desk) => {
      const { texts } = desk;
      const { service } = input.flags;
      const found = await desk.call('runs.list', { limit: LISTED, ...(typeof service === 'string' && { service }) });
      const shown = input.flags['all'] === true ? found : withoutOld(found);
      if (input.flags['json'] === true) {
        for (const { run, card } of shown) context.print(JSON.stringify(toRunJson(run, card.next)));
        return;
      }
      if (shown.length === 0) context.print(texts.cli.noRuns);
      for (const { run } of shown) context.print(toLine(run, texts));
    }),
});

/** Everything that is active, and the last few that ended. */
function withoutOld(found: readonly SeenRun[]): readonly SeenRun[] {
  const isActive = ({ run }: SeenRun): boolean => !hasEnded(run.status);
  return [...found.filter(isActive), ...found.filter((seen) => !isActive(seen)).slice(0, ENDED_SHOWN)];
}

function toLine(
  { id, runbook, service, status, requestedBy, isDryRun }: Run,
  { commands, runs: words }: Texts,
): string {
  const facts = { run: id, runbook, service, status: words.status[status], person: requestedBy.person, isDryRun };
  return toPlainText(commands.runLine(facts), { people: [] });
}
