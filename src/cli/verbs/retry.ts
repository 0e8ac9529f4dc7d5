import { defineAnswerVerb } from '../answer-verb.ts';

export const retry = defineAnswerVerb({
  name: 'retry',
  choice: 'retry',
  summary: ({ cli }) => cli.verbs.retry,
  question: ({ step, texts: { cards } }) =>
    step.plan.risk === 'read'
      ? undefined
      : `${cards.confirmRetryTitle({ title: step.plan.title })} ${cards.confirmRetry({ change: step.plan.description })}`,
});
