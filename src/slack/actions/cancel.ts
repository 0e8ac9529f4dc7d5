import type { CardAction } from '../press-button.ts';

export const cancel: CardAction = {
  id: 'run.cancel',
  press: ({ runs, seen, actor }) => runs.cancel(seen.run, actor),
};
