import type { Message } from '../core/message.ts';
import type { Review } from '../core/guards.ts';
import type { Run } from '../core/run.ts';
import { renderCard, toSections } from './card.ts';
import type { CardContext, Rendered } from './card-context.ts';
import { headerLine } from './card-lines.ts';
import { toApprovers } from './card-words.ts';
import { clamp } from './clamp.ts';
import { escapeText } from './escape.ts';
import { toMessageBody } from './message-body.ts';
import { renderReview } from './review.ts';
import { renderThread, type ThreadFile } from './thread.ts';

/** What a message needs from the database beside itself. */
export interface Material {
  run?: Run | undefined;
  review?: Review | undefined;
  /** Where a pointer leads. */
  card?: { channel: string; permalink?: string | undefined } | undefined;
}

/** Any wanted message as Slack takes it, from the database alone. */
export function renderMessage(
  message: Message,
  { run, card, review }: Material,
  context: CardContext,
): Rendered & { files: readonly ThreadFile[] } {
  const words = context.texts.cards;
  const body = toMessageBody(message.body);
  if (message.kind === 'thread' || message.kind === 'call') return renderThread(body, message.key, context.texts);
  if (message.kind === 'card' || message.kind === 'pointer') {
    if (!run) return inOneSection(words.runMissing({ run: message.runId ?? message.key }), context, body.askedIn);
    const askedIn = message.channel === run.channel ? undefined : run.channel;
    if (message.kind === 'card') return { ...renderCard(run, { ...context, askedIn }), files: [] };
    return renderPointer(run, card, context);
  }
  if (message.kind === 'review') return renderReview(review, body, context);
  if (message.kind === 'audit_head') {
    return inOneSection(
      words.auditHead({ sequence: body.sequence, hash: `\`${escapeText(body.hash)}\`` }),
      context,
      body.askedIn,
    );
  }
  const mention = body.mention.length === 0 ? '' : `${toApprovers(body.mention, words)} `;
  return inOneSection(
    mention + clamp(body.text, 2_800, { more: words.more, write: escapeText }),
    context,
    body.askedIn,
  );
}

/** The run in one line, for the incidents channel when its card is elsewhere; nothing in it grows old. */
function renderPointer(
  run: Run,
  card: Material['card'],
  context: CardContext,
): Rendered & { files: readonly ThreadFile[] } {
  const words = context.texts.cards;
  const where = words.pointer({ channel: `<#${card?.channel ?? run.channel}>` });
  const link = card?.permalink === undefined ? '' : ` · <${card.permalink}|${words.pointerOpen}>`;
  const line = `${headerLine(run, context, { isForGood: true })} · ${where}${link}`;
  return { text: line, blocks: toSections([line], 2_900, words.more), files: [] };
}

function inOneSection(
  text: string,
  { texts }: CardContext,
  askedIn: string | undefined,
): Rendered & { files: readonly ThreadFile[] } {
  const elsewhere = askedIn === undefined ? [] : [texts.cards.askedElsewhere({ channel: `<#${askedIn}>` })];
  const blocks = toSections([text, ...elsewhere], 3_400, texts.cards.more);
  return { text: [text, ...elsewhere].join('\n'), blocks, files: [] };
}
