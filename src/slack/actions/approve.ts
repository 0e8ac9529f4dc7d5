import type { CardAction } from '../press-button.ts';

export const approve: CardAction = {
  id: 'approval.approve',
  press: ({ runs, seen, actor }) => runs.approve(seen.run, { actor, binding: seen.binding }),
};
