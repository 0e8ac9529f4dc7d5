import { reasonInput, toModalView, type Modal } from '../modal.ts';
import type { CardAction } from '../press-button.ts';
import { findState, type SeenState } from '../seen-state.ts';

const CALLBACK_ID = 'step.skip';

/** Asks in a modal why the step may be left out; without a reason it stays open. */
export const skip: CardAction = {
  id: 'step.skip',
  press({ seen, channel, deps: { texts }, openModal }) {
    const words = texts.cards;
    const blocks = [reasonInput(words.skipLabel, { isOptional: false, texts })];
    const state: SeenState = { seen, channel };
    return openModal(
      toModalView(CALLBACK_ID, state, { title: words.skipTitle, submit: words.skipSubmit, blocks }, texts),
    );
  },
};

export const skipModal: Modal<SeenState> = {
  callbackId: CALLBACK_ID,
  findState,
  check: (values, texts): Record<string, string> => (values('reason')?.trim() ? {} : { reason: texts.cards.skipBlank }),
  async submit({ state: { seen }, values, actor, deps }) {
    const reason = values('reason')?.trim() ?? '';
    await deps.runs().answer(seen.run, { choice: 'skip', step: seen.step, attempt: seen.attempt, reason }, actor);
  },
};
