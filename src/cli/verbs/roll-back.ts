import { undoableSteps } from '../../core/run.ts';
import { defineAnswerVerb } from '../answer-verb.ts';

export const rollBack = defineAnswerVerb({
  name: 'roll-back',
  choice: 'rollback',
  summary: ({ cli }) => cli.verbs.rollBack,
  question: ({ run, texts: { cards } }) =>
    cards.confirmRollBack({
      steps: undoableSteps(run)
        .map((step) => step.plan.title)
        .join('; '),
    }),
  wanted: ['rolled_back'],
});
