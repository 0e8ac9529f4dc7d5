import { OpsError } from '../core/errors.ts';
import { choicesOf, type Choice, type Ending, type Run, type RunStep } from '../core/run.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { code, deskFlags, getTypedRunId, noWait, reason, requireYes, textOf, withDesk, yes } from './desk-verb.ts';
import { toLines } from './run-view.ts';
import { defineVerb, type Verb } from './verb.ts';
import { watchRun } from './watch-run.ts';

interface AnswerVerb {
  name: string;
  choice: Choice;
  summary(texts: Texts): string;
  /** What is asked before it is done; undefined: nothing. */
  question(facts: { run: Run; step: RunStep; texts: Texts }): string | undefined;
  /** How the run should end; left out: it should succeed. */
  wanted?: readonly Ending[];
  needsReason?: boolean;
}

const VERB_OF: Readonly<Record<Choice, string>> = {
  retry: 'retry',
  skip: 'skip',
  rollback: 'roll-back',
  abort: 'abort',
  happened: 'happened',
  did_not: 'did-not',
};

/** A verb that answers a run that stands still: a button of its card. */
export function defineAnswerVerb({ name, choice, summary, question, wanted, needsReason }: AnswerVerb): Verb {
  return defineVerb({
    name,
    words: ['<run>'],
    summary,
    examples: [
      needsReason === true
        ? `${name} run_01JD0000000000000001 --reason "checked by hand"`
        : `${name} run_01JD0000000000000001`,
    ],
    flags: { ...(needsReason === true && { reason, code }), yes, 'no-wait': noWait, ...deskFlags },
    run: (input, context) =>
      withDesk(input, context, async (desk) => {
        const { texts } = desk;
        const id = getTypedRunId(input.words[0], texts);
        const seen = await desk.call('runs.find', { id });
        const step = getAsked(seen.run, choice, texts);
        const isJson = input.flags['json'] === true;
        if (!isJson)
          for (const line of toLines({ ...seen.card, next: [] }, texts)) context.print(context.screen.paint(line));
        const asked = question({ run: seen.run, step, texts });
        if (asked !== undefined) await requireYes(asked, input, context, texts);
        const [why, typed] = [textOf(input, 'reason'), textOf(input, 'code')];
        const answered = await desk.call('runs.answer', {
          id,
          choice,
          step: step.index,
          attempt: step.attempt,
          ...(why !== undefined && { reason: why }),
          ...(typed !== undefined && { code: typed }),
        });
        return watchRun(answered, { desk, input, context, ...(wanted && { wanted }) });
      }),
  });
}

function getAsked(run: Run, choice: Choice, { cli, runs }: Texts): RunStep {
  const step = run.attention && run.steps[run.attention.step];
  if (!step) throw new OpsError('conflict', cli.nothingAsked({ run: run.id, status: runs.status[run.status] }));
  const choices = choicesOf(run);
  if (choices.includes(choice)) return step;
  const names = choices.map((one) => VERB_OF[one]).join(', ');
  throw new OpsError('conflict', cli.notAChoice({ run: run.id, choices: names }));
}
