import type { CardAction } from '../press-button.ts';

export const rollBack: CardAction = {
  id: 'run.roll-back',
  press: ({ runs, seen, actor }) =>
    runs.answer(seen.run, { choice: 'rollback', step: seen.step, attempt: seen.attempt }, actor),
};
