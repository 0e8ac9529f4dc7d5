import type { Button } from '@slack/types';
import type { Review } from '../core/guards.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { CLOSE_REVIEW } from './actions/close-review.ts';
import { toSections } from './card.ts';
import type { CardContext, Rendered } from './card-context.ts';
import { toApprovers, toMention, toTime } from './card-words.ts';
import { clampLine } from './clamp.ts';
import type { MessageBody } from './message-body.ts';
import { plainText } from './modal.ts';
import type { ThreadFile } from './thread.ts';

/** Broken glass where everybody sees it; with a button until somebody else has looked at it, then with what was found. */
export function renderReview(
  review: Review | undefined,
  { mention }: MessageBody,
  context: CardContext,
): Rendered & { files: readonly ThreadFile[] } {
  const { inventory, texts, now } = context;
  const words = texts.guards;
  const { more } = texts.cards;
  if (!review) return { text: words.reviewGone, blocks: toSections([words.reviewGone], 2_900, more), files: [] };
  const { run, runbook, service, reason, closedAt, closedBy = '', notes = '' } = review;
  const person = toMention(review, inventory);
  const called = mention.length === 0 ? '' : `${toApprovers(mention, texts.cards)} `;
  const what = called + words.glassBroken({ run, runbook, service, person, reason: clampLine(reason, 600, more) });
  const state =
    closedAt === undefined
      ? words.reviewOpen
      : words.reviewClosed({
          person: toMention(closedBy, inventory),
          time: toTime(closedAt, inventory, now),
          notes: clampLine(notes, 1_000, more),
        });
  const blocks = toSections([what, state], 2_900, more);
  const buttons = { type: 'actions' as const, elements: [closeReviewButton(review, texts)] };
  return { text: `${what} ${state}`, blocks: closedAt === undefined ? [...blocks, buttons] : blocks, files: [] };
}

export function closeReviewButton({ id }: Review, texts: Texts): Button {
  return {
    type: 'button',
    action_id: CLOSE_REVIEW,
    text: plainText(texts.guards.buttonCloseReview, 75, texts),
    value: id,
  };
}
