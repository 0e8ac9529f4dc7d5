import type { KnownBlock } from '@slack/types';
import { findNextGate, type Run } from '../../core/run.ts';
import type { Texts } from '../../core/texts/catalogue.ts';
import { plannedChanges } from '../planned-changes.ts';
import { clampLine } from '../clamp.ts';
import { codeInput, plainText, textBlock, toModalView, type Modal, type ModalView } from '../modal.ts';
import type { CardAction } from '../press-button.ts';
import { findState, type SeenState } from '../seen-state.ts';

const CALLBACK_ID = 'approval.approve';
const CONFIRMED = 'yes';

/** Approves; where a code or a further confirmation is asked for, by a form. The engine asks for both whatever this shows. */
export const approve: CardAction = {
  id: 'approval.approve',
  async press({ runs, seen, actor, channel, deps: { texts }, openModal }) {
    const run = await runs.find(seen.run);
    if (!run || run.binding !== seen.binding || (!findNextGate(run)?.stepUp && !run.recentMove))
      return runs.approve(seen.run, { actor, binding: seen.binding });
    return openModal(approveView(run, { seen, channel }, texts));
  },
};

function approveView(run: Run, state: SeenState, texts: Texts): ModalView {
  const words = texts.guards;
  const title = texts.cards.title({ runbook: run.runbook, service: run.service });
  const changes = clampLine(plannedChanges(run), 2_000, texts.cards.more);
  const blocks: KnownBlock[] = [
    textBlock(words.approveText({ title: clampLine(title, 200, texts.cards.more), changes })),
    ...(run.recentMove ? [confirmInput(run, texts)] : []),
    ...(findNextGate(run)?.stepUp ? [codeInput(texts)] : []),
  ];
  return toModalView(CALLBACK_ID, state, { title: words.approveTitle, submit: words.approveSubmit, blocks }, texts);
}

/** Optional for Slack, so that our own words say what an empty box means. */
function confirmInput({ service }: Run, texts: Texts): KnownBlock {
  const words = texts.guards;
  return {
    type: 'input',
    block_id: 'move',
    optional: true,
    label: plainText(words.moveConfirmLabel, 200, texts),
    element: {
      type: 'checkboxes',
      action_id: 'move',
      options: [{ text: plainText(words.moveConfirm({ service }), 75, texts), value: CONFIRMED }],
    },
  };
}

export const approveModal: Modal<SeenState> = {
  callbackId: CALLBACK_ID,
  findState,
  fields: ['move', 'code'],
  async submit({ state: { seen }, values, actor, deps }) {
    const code = values('code');
    const isMoveConfirmed = values('move') === CONFIRMED;
    await deps.runs().approve(seen.run, { actor, binding: seen.binding, isMoveConfirmed, ...(code && { code }) });
  },
};
