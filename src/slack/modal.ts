import type { App, ViewOutput } from '@slack/bolt';
import type { KnownBlock, PlainTextElement } from '@slack/types';
import { toSlackActor, type Actor } from '../core/actor.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { clampPlain } from './clamp.ts';
import { answerPrivately, findStranger, toRefusal, type ConversationDeps } from './conversation.ts';

export interface ModalView {
  type: 'modal';
  callback_id: string;
  private_metadata: string;
  title: PlainTextElement;
  submit: PlainTextElement;
  close: PlainTextElement;
  blocks: KnownBlock[];
}

/** Typed values by block_id. */
type Values = (blockId: string) => string | undefined;

interface Submission<State> {
  actor: Actor;
  state: State;
  values: Values;
  deps: ConversationDeps;
  tell(text: string): Promise<void>;
}

/** A modal: what it keeps while it is open, what it refuses at once, and what is done with it. */
export interface Modal<State extends { channel: string; responseUrl?: string | undefined }> {
  callbackId: string;
  /** undefined for metadata that this version did not write. */
  findState(metadata: Record<string, unknown>): State | undefined;
  /** Errors by block_id; none: it closes. */
  check?(values: Values, texts: Texts): Record<string, string>;
  submit(submission: Submission<State>): Promise<void>;
}

/** Registers what happens when a modal is sent. Its outcome is told privately, where it was opened. */
export function registerModal<State extends { channel: string; responseUrl?: string | undefined }>(
  app: App,
  modal: Modal<State>,
  deps: ConversationDeps,
): void {
  app.view({ type: 'view_submission', callback_id: modal.callbackId }, async ({ ack, body, view }) => {
    const values = toValues(view);
    const errors = modal.check?.(values, deps.texts) ?? {};
    if (Object.keys(errors).length > 0) return ack({ response_action: 'errors', errors });
    await ack();
    const state = modal.findState(parse(view.private_metadata));
    const listener = { user: body.user.id, channel: state?.channel, responseUrl: state?.responseUrl };
    const tell = (text: string): Promise<void> => answerPrivately(deps, listener, text);
    const refusal = deps.isDraining() ? deps.texts.cards.restarting : findStranger(body.user, deps);
    if (refusal !== undefined) return tell(refusal);
    if (!state) return tell(deps.texts.cards.oldButton);
    const actor = toSlackActor(body.user.id, deps.inventory);
    try {
      await modal.submit({ actor, state, values, deps, tell });
    } catch (thrown) {
      await tell(toRefusal(thrown, deps, { modal: modal.callbackId, actor: actor.person }));
    }
  });
}

export function toModalView(
  callbackId: string,
  state: object,
  { title, submit, blocks }: { title: string; submit: string; blocks: KnownBlock[] },
  texts: Texts,
): ModalView {
  return {
    type: 'modal',
    callback_id: callbackId,
    private_metadata: JSON.stringify(state),
    title: plainText(title, 24, texts),
    submit: plainText(submit, 24, texts),
    close: plainText(texts.cards.modalClose, 24, texts),
    blocks,
  };
}

export const plainText = (text: string, max: number, texts: Texts): PlainTextElement => ({
  type: 'plain_text',
  text: clampPlain(text, max, texts.cards.more),
});

/** A box to write a reason into; its block_id is `reason`. */
export function reasonInput(label: string, { isOptional, texts }: { isOptional: boolean; texts: Texts }): KnownBlock {
  return {
    type: 'input',
    block_id: 'reason',
    optional: isOptional,
    label: plainText(label, 200, texts),
    element: { type: 'plain_text_input', action_id: 'reason', multiline: true, max_length: 1_000 },
  };
}

function toValues(view: ViewOutput): Values {
  return (blockId) => {
    const state = Object.values(view.state.values[blockId] ?? {})[0];
    return state?.value ?? state?.selected_option?.value ?? state?.selected_options?.[0]?.value;
  };
}

function parse(metadata: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(metadata);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}
