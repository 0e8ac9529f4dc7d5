import { findNextGate, gateEnd, isDone, type Run } from '../../core/run.ts';
import type { Texts } from '../../core/texts/catalogue.ts';
import { code, deskFlags, getTypedRunId, noWait, requireYes, textOf, withDesk, yes } from '../desk-verb.ts';
import { toLines } from '../run-view.ts';
import { defineVerb } from '../verb.ts';
import { watchRun } from '../watch-run.ts';

export const approve = defineVerb({
  name: 'approve',
  words: ['<run>'],
  summary: ({ cli }) => cli.verbs.approve,
  examples: ['approve run_01JD0000000000000001'],
  flags: {
    binding: { takes: 'hash', summary: ({ cli }) => cli.flags.binding },
    code,
    again: { summary: ({ cli }) => cli.flags.again },
    yes,
    'no-wait': noWait,
    ...deskFlags,
  },
  run: (input, context) =>
    withDesk(input, context, async (desk) => {
      const { texts } = desk;
      const id = getTypedRunId(input.words[0], texts);
      const seen = await desk.call('runs.find', { id });
      if (input.flags['json'] !== true)
        for (const line of toLines({ ...seen.card, next: [] }, texts)) context.print(context.screen.paint(line));
      if (seen.run.status === 'awaiting_approval') await requireYes(toQuestion(seen.run, texts), input, context, texts);
      // What was just shown, or what the person says to have seen: never whatever the run shows by then.
      const typed = textOf(input, 'code');
      const approved = await desk.call('runs.approve', {
        id,
        binding: textOf(input, 'binding') ?? seen.run.binding ?? '',
        isMoveConfirmed: input.flags['again'] === true,
        ...(typed !== undefined && { code: typed }),
      });
      return watchRun(approved, { desk, input, context });
    }),
});

function toQuestion(run: Run, { cards }: Texts): string {
  const gate = findNextGate(run);
  const steps = gate ? run.steps.slice(gate.before, gateEnd(run, gate)) : [];
  const changes = steps
    .filter((step) => step.plan.risk !== 'read' && !isDone(step))
    .map((step) => step.plan.description);
  const title = cards.title({ runbook: run.runbook, service: run.service });
  return `${cards.confirmApproveTitle({ title })} ${cards.confirmApprove({ changes: changes.join('; ') })}`;
}
