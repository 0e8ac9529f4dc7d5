import type { CardAction } from '../press-button.ts';

export const didNot: CardAction = {
  id: 'step.did-not',
  press: ({ runs, seen, actor }) =>
    runs.answer(seen.run, { choice: 'did_not', step: seen.step, attempt: seen.attempt }, actor),
};
