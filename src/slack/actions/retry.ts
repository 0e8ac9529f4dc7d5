import type { CardAction } from '../press-button.ts';

export const retry: CardAction = {
  id: 'step.retry',
  press: ({ runs, seen, actor }) =>
    runs.answer(seen.run, { choice: 'retry', step: seen.step, attempt: seen.attempt }, actor),
};
