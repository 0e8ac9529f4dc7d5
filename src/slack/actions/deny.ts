import { reasonInput, toModalView, type Modal } from '../modal.ts';
import type { CardAction } from '../press-button.ts';
import { findState, type SeenState } from '../seen-state.ts';

const CALLBACK_ID = 'approval.deny';

/** Asks why in a modal; the reason may stay empty. */
export const deny: CardAction = {
  id: 'approval.deny',
  press({ seen, channel, deps: { texts }, openModal }) {
    const words = texts.cards;
    const blocks = [reasonInput(words.denyLabel, { isOptional: true, texts })];
    const state: SeenState = { seen, channel };
    return openModal(
      toModalView(CALLBACK_ID, state, { title: words.denyTitle, submit: words.denySubmit, blocks }, texts),
    );
  },
};

export const denyModal: Modal<SeenState> = {
  callbackId: CALLBACK_ID,
  findState,
  async submit({ state: { seen }, values, actor, deps }) {
    const reason = values('reason')?.trim();
    const why = reason ? { reason } : {};
    await deps.runs().deny(seen.run, { actor, binding: seen.binding, ...why });
  },
};
