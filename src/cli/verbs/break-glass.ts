import { code, deskFlags, getTypedRunId, noWait, reason, requireYes, textOf, withDesk, yes } from '../desk-verb.ts';
import { toLines } from '../run-view.ts';
import { toUsageError } from '../usage-error.ts';
import { defineVerb } from '../verb.ts';
import { watchRun } from '../watch-run.ts';

export const breakGlass = defineVerb({
  name: 'break-glass',
  words: ['<run>'],
  summary: ({ cli }) => cli.verbs.breakGlass,
  examples: ['break-glass run_01JD0000000000000001 --service nextuse --reason "nobody answers, shop is down"'],
  flags: {
    service: { takes: 'name', summary: ({ cli }) => cli.flags.glassService },
    reason,
    code,
    yes,
    'no-wait': noWait,
    ...deskFlags,
  },
  run: (input, context) =>
    withDesk(input, context, async (desk) => {
      const { texts } = desk;
      const { cards, guards } = texts;
      const id = getTypedRunId(input.words[0], texts);
      const [service, why] = [textOf(input, 'service'), textOf(input, 'reason')];
      if (service === undefined || why === undefined)
        throw toUsageError(texts.cli.glassNeeds, texts.cli.glassNeedsHint);
      const { run, card } = await desk.call('runs.find', { id });
      if (input.flags['json'] !== true)
        for (const line of toLines({ ...card, next: [] }, texts)) context.print(context.screen.paint(line));
      const title = cards.title({ runbook: run.runbook, service: run.service });
      await requireYes(`${title}: ${guards.confirmGlassTitle} ${texts.cli.glassWarning}`, input, context, texts);
      const typed = textOf(input, 'code');
      const broken = await desk.call('runs.break-glass', {
        id,
        binding: run.binding ?? '',
        service,
        reason: why,
        ...(typed !== undefined && { code: typed }),
      });
      return watchRun(broken, { desk, input, context });
    }),
});
