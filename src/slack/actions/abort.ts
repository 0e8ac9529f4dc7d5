import type { CardAction } from '../press-button.ts';

export const abort: CardAction = {
  id: 'run.abort',
  press: ({ runs, seen, actor }) =>
    runs.answer(seen.run, { choice: 'abort', step: seen.step, attempt: seen.attempt }, actor),
};
