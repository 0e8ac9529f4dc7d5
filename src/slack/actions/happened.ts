import type { CardAction } from '../press-button.ts';

export const happened: CardAction = {
  id: 'step.happened',
  press: ({ runs, seen, actor }) =>
    runs.answer(seen.run, { choice: 'happened', step: seen.step, attempt: seen.attempt }, actor),
};
