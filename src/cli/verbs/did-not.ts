import { defineAnswerVerb } from '../answer-verb.ts';

export const didNot = defineAnswerVerb({
  name: 'did-not',
  choice: 'did_not',
  summary: ({ cli }) => cli.verbs.didNot,
  question: ({ step, texts: { cards } }) => cards.confirmDidNot({ title: step.plan.title }),
});
