import { createHash } from 'node:crypto';
import { findRunId } from '../core/ids.ts';
import type { Message, MessageKind } from '../core/message.ts';
import type { Rendered } from './card-context.ts';
import { createCallRenderer } from './alert-call.ts';
import { createAlertRenderer } from './render-alert-message.ts';
import { toMessageBody } from './message-body.ts';
import { createPermalinks } from './permalinks.ts';
import { renderPrimaryDown } from './primary-down.ts';
import type { PosterDeps } from './poster-deps.ts';
import { renderMessage, type Material } from './render-message.ts';
import { createStormRenderer } from './storm-messages.ts';
import type { ThreadFile } from './thread.ts';

export interface Fresh extends Rendered {
  files: readonly ThreadFile[];
  /** Over what is shown: the same hash, the same message. */
  hash: string;
}

const STORM_KINDS: ReadonlySet<MessageKind> = new Set(['storm', 'storm_page', 'storm_file']);

/** Draws messages from the database as it is now. */
export function createRenderer(deps: PosterDeps) {
  const { store, inventory, texts, clock, findWayBack } = deps;
  const renderStormMessage = createStormRenderer(deps);
  const renderAlertMessage = createAlertRenderer(deps);
  const findPermalink = createPermalinks(deps);
  const renderCall = createCallRenderer(deps, findPermalink);

  /** The message that a pointer points to: the card of its run. */
  async function findCard(message: Message): Promise<Material['card']> {
    const card = await store.messages.find(message.parentKey ?? '');
    return card && { channel: card.channel, permalink: await findPermalink(card.key) };
  }

  return async function render(message: Message): Promise<Fresh> {
    if (STORM_KINDS.has(message.kind)) return withHash(await renderStormMessage(message));
    if (message.kind === 'alert') return withHash(await renderAlertMessage(message));
    if (message.kind === 'alert_call') return withHash(await renderCall(message));
    if (message.kind === 'primary_down') return withHash(renderPrimaryDown(message, deps));
    const runId = findRunId(message.runId ?? '');
    const run = runId && (await store.runs.find(runId));
    const card = message.kind === 'pointer' ? await findCard(message) : undefined;
    const wayBack = run && findWayBack?.(run.runbook);
    const reviewId = toMessageBody(message.body).review;
    const review = message.kind === 'review' ? await store.guards.findReview(reviewId) : undefined;
    const freeze = message.kind === 'card' ? await store.guards.findFreeze() : undefined;
    const context = { inventory, texts, now: clock.now(), wayBack, freeze };
    return withHash(renderMessage(message, { run, card, review }, context));
  };
}

const withHash = <T extends Rendered>(made: T): T & { hash: string } => ({
  ...made,
  hash: createHash('sha256')
    .update(JSON.stringify([made.text, made.blocks]))
    .digest('hex'),
});
