import { codeInput, reasonInput, toModalView, type Modal } from '../modal.ts';
import type { CardAction } from '../press-button.ts';
import { findState, type SeenState } from '../seen-state.ts';

const CALLBACK_ID = 'step.skip';

/** Asks in a modal why the step may be left out; without a reason it stays open. A code, where doing it asks for one. */
export const skip: CardAction = {
  id: 'step.skip',
  async press({ runs, seen, channel, deps: { texts, inventory }, openModal }) {
    const words = texts.cards;
    const risk = (await runs.find(seen.run))?.steps[seen.step]?.plan.risk ?? 'read';
    const stepUp = risk === 'read' ? undefined : inventory.policies[risk].stepUp;
    const blocks = [reasonInput(words.skipLabel, { isOptional: false, texts }), ...(stepUp ? [codeInput(texts)] : [])];
    const state: SeenState = { seen, channel };
    return openModal(
      toModalView(CALLBACK_ID, state, { title: words.skipTitle, submit: words.skipSubmit, blocks }, texts),
    );
  },
};

export const skipModal: Modal<SeenState> = {
  callbackId: CALLBACK_ID,
  findState,
  fields: ['code'],
  check: (values, texts): Record<string, string> => (values('reason')?.trim() ? {} : { reason: texts.cards.skipBlank }),
  async submit({ state: { seen }, values, actor, deps }) {
    const reason = values('reason')?.trim() ?? '';
    const code = values('code');
    await deps
      .runs()
      .answer(
        seen.run,
        { choice: 'skip', step: seen.step, attempt: seen.attempt, reason, ...(code && { code }) },
        actor,
      );
  },
};
