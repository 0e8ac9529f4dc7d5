import { defineAnswerVerb } from '../answer-verb.ts';

export const skip = defineAnswerVerb({
  name: 'skip',
  choice: 'skip',
  summary: ({ cli }) => cli.verbs.skip,
  question: ({ step, texts: { cli } }) => cli.confirmSkip({ title: step.plan.title }),
  needsReason: true,
});
