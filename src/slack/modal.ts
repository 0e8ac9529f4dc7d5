import type { App, ViewOutput } from '@slack/bolt';
import type { KnownBlock, PlainTextElement } from '@slack/types';
import { toSlackActor, type Actor } from '../core/actor.ts';
import { OpsError } from '../core/errors.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { clampPlain } from './clamp.ts';
import { answerPrivately, findStranger, toRefusal, type ConversationDeps } from './conversation.ts';
import { joinHint } from './join-hint.ts';

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
  /** Inputs whose refusal by `submit` (`details.field`) is shown at them, in the form that stays open. */
  fields?: readonly string[];
  submit(submission: Submission<State>): Promise<void>;
}

/** Slack closes the form with an error after 3 s; what takes longer is told privately. */
const ANSWER_AT_ONCE_MS = 2_300;

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
    const state = modal.findState(parse(view.private_metadata));
    const listener = { user: body.user.id, channel: state?.channel, responseUrl: state?.responseUrl };
    const tell = (text: string): Promise<void> => answerPrivately(deps, listener, text);
    const refusal = deps.isDraining() ? deps.texts.cards.restarting : findStranger(body.user, deps);
    if (refusal !== undefined || !state) {
      await ack();
      return tell(refusal ?? deps.texts.cards.oldButton);
    }
    const actor = toSlackActor(body.user.id, deps.inventory);
    const work = modal.submit({ actor, state, values, deps, tell }).then(
      () => undefined,
      (thrown: unknown) => ({ thrown }),
    );
    if (!modal.fields) await ack();
    else {
      const late = new AbortController();
      const first = await Promise.race([work, deps.clock.sleep(ANSWER_AT_ONCE_MS, late.signal)]);
      late.abort();
      const shown = first && toFieldErrors(first.thrown, modal.fields, view);
      if (shown) return ack({ response_action: 'errors', errors: shown });
      await ack();
    }
    const failed = await work;
    if (failed) await tell(toRefusal(failed.thrown, deps, { modal: modal.callbackId, actor: actor.person }));
  });
}

/** What was refused because of one input, for that input. */
function toFieldErrors(
  thrown: unknown,
  fields: readonly string[],
  { blocks }: ViewOutput,
): Record<string, string> | undefined {
  if (!(thrown instanceof OpsError)) return undefined;
  const { field } = thrown.details;
  const isInput = typeof field === 'string' && fields.includes(field);
  if (!isInput || !blocks.some((block) => block.block_id === field)) return undefined;
  return { [field]: joinHint(thrown.message, thrown.hint) };
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

/** Six digits of an authenticator app; its block_id is `code`. Optional for Slack, so that our own words say what is missing. */
export function codeInput(texts: Texts): KnownBlock {
  return {
    type: 'input',
    block_id: 'code',
    optional: true,
    label: plainText(texts.guards.codeLabel, 200, texts),
    element: { type: 'plain_text_input', action_id: 'code', max_length: 20 },
  };
}

/** Mrkdwn whose foreign parts were escaped. */
export const textBlock = (text: string): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text } });

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
