import type { KnownBlock } from '@slack/types';
import { tally } from '../../core/policy.ts';
import { findNextGate, type Run } from '../../core/run.ts';
import { approvalsOf } from '../card-lines.ts';
import { clampLine } from '../clamp.ts';
import type { ConversationDeps } from '../conversation.ts';
import { codeInput, plainText, reasonInput, textBlock, toModalView, type Modal, type ModalView } from '../modal.ts';
import { plannedChanges } from '../planned-changes.ts';
import type { CardAction } from '../press-button.ts';
import { findState, type SeenState } from '../seen-state.ts';

const CALLBACK_ID = 'approval.break-glass';

/** Opens the form in which going on without the approvals has to be meant. */
export const breakGlass: CardAction = {
  id: 'approval.break-glass',
  async press({ runs, seen, channel, deps, openModal, tell }) {
    const run = await runs.find(seen.run);
    if (!run || run.status !== 'awaiting_approval' || run.binding !== seen.binding)
      return tell(deps.texts.runs.oldCard);
    return openModal(glassView(run, { seen, channel }, deps));
  },
};

function glassView(run: Run, state: SeenState, { texts, inventory }: ConversationDeps): ModalView {
  const words = texts.guards;
  const { more } = texts.cards;
  const gate = findNextGate(run);
  const { given, needed } = gate
    ? tally(gate, approvalsOf(run, inventory.people), inventory.people)
    : { given: 0, needed: 0 };
  const title = clampLine(texts.cards.title({ runbook: run.runbook, service: run.service }), 200, more);
  const changes = clampLine(plannedChanges(run), 1_800, more);
  const blocks: KnownBlock[] = [
    textBlock(words.glassText({ title, changes, missing: needed - given })),
    {
      type: 'input',
      block_id: 'service',
      label: plainText(words.glassServiceLabel({ service: run.service }), 200, texts),
      element: { type: 'plain_text_input', action_id: 'service', max_length: 200 },
    },
    reasonInput(words.glassReasonLabel, { isOptional: false, texts }),
    ...(inventory.policies.breakGlass.stepUp ? [codeInput(texts)] : []),
  ];
  return toModalView(CALLBACK_ID, state, { title: words.glassTitle, submit: words.glassSubmit, blocks }, texts);
}

export const breakGlassModal: Modal<SeenState> = {
  callbackId: CALLBACK_ID,
  findState,
  fields: ['service', 'reason', 'code'],
  async submit({ state: { seen }, values, actor, deps }) {
    const code = values('code');
    const service = values('service') ?? '';
    const reason = values('reason') ?? '';
    await deps.runs().breakGlass(seen.run, { actor, binding: seen.binding, service, reason, ...(code && { code }) });
  },
};
