import type { App, BlockAction } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import type { Review } from '../../core/guards.ts';
import { answerPrivately, findStranger, toRefusal, type ConversationDeps } from '../conversation.ts';
import { clampLine } from '../clamp.ts';
import { plainText, textBlock, toModalView, type Modal, type ModalView } from '../modal.ts';
import { toMention } from '../card-words.ts';

export const CLOSE_REVIEW = 'review.close';

interface State {
  review: string;
  channel: string;
}

/** On the review's message and on App Home: opens the form in which it is said what was found. */
export function registerCloseReview(app: App, deps: ConversationDeps): void {
  app.action<BlockAction>({ type: 'block_actions', action_id: CLOSE_REVIEW }, async ({ ack, body, action }) => {
    await ack();
    const channel = body.channel?.id ?? deps.inventory.slack.channels.incidents;
    const tell = (text: string): Promise<void> => answerPrivately(deps, { user: body.user.id, channel }, text);
    const refusal = deps.isDraining() ? deps.texts.cards.restarting : findStranger(body.user, deps);
    if (refusal !== undefined) return tell(refusal);
    const id = 'value' in action && typeof action.value === 'string' ? action.value : '';
    try {
      const review = (await deps.guards().listOpenReviews()).find((one) => one.id === id);
      if (!review) return await tell(deps.texts.guards.noReview);
      const view = reviewView(review, { review: id, channel }, deps);
      await deps.web.call('views.open', { trigger_id: body.trigger_id, view });
    } catch (thrown) {
      await tell(toRefusal(thrown, deps, { action: CLOSE_REVIEW }));
    }
  });
}

function reviewView(review: Review, state: State, { texts, inventory }: ConversationDeps): ModalView {
  const words = texts.guards;
  const { runbook, service } = review;
  const reason = clampLine(review.reason, 1_000, texts.cards.more);
  const blocks: KnownBlock[] = [
    textBlock(words.reviewText({ person: toMention(review, inventory), runbook, service, reason })),
    {
      type: 'input',
      block_id: 'notes',
      label: plainText(words.notesLabel, 200, texts),
      element: { type: 'plain_text_input', action_id: 'notes', multiline: true, max_length: 1_000 },
    },
  ];
  return toModalView(CLOSE_REVIEW, state, { title: words.reviewTitle, submit: words.reviewSubmit, blocks }, texts);
}

export const closeReviewModal: Modal<State> = {
  callbackId: CLOSE_REVIEW,
  findState({ review, channel }) {
    return typeof review === 'string' && typeof channel === 'string' ? { review, channel } : undefined;
  },
  fields: ['notes'],
  async submit({ state: { review }, values, actor, deps }) {
    await deps.guards().closeReview(review, { actor, notes: values('notes') ?? '' });
  },
};
