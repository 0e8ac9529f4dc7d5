import { defineAnswerVerb } from '../answer-verb.ts';

export const abort = defineAnswerVerb({
  name: 'abort',
  choice: 'abort',
  summary: ({ cli }) => cli.verbs.abort,
  question: ({ texts: { cards } }) => cards.confirmAbort,
  wanted: ['aborted'],
});
