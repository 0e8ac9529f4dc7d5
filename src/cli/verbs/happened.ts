import { defineAnswerVerb } from '../answer-verb.ts';

export const happened = defineAnswerVerb({
  name: 'happened',
  choice: 'happened',
  summary: ({ cli }) => cli.verbs.happened,
  question: ({ step, texts: { cards } }) => cards.confirmHappened({ title: step.plan.title }),
});
