import type { App, BlockAction } from '@slack/bolt';
import { toSlackActor, type Actor } from '../core/actor.ts';
import { answerPrivately, findStranger, toRefusal, type ConversationDeps, type Listener } from './conversation.ts';
import type { ModalView } from './modal.ts';

/** One person's click on a message. */
export interface Pressed<T> {
  actor: Actor;
  /** What the message said when it was clicked, or what it was drawn from. */
  seen: T;
  channel: string;
  openModal(view: ModalView): Promise<void>;
  /** Tells this person alone. */
  tell(text: string): Promise<void>;
}

interface Pressable<T> {
  id: string | RegExp;
  /** undefined for a value that this version did not write. */
  find(value: unknown): T | undefined;
  press(pressed: Pressed<T>): Promise<unknown>;
  /** What the audit trail says of somebody who may not use the bot at all; left out: nothing. */
  turnAway?(pressed: { actor: Actor; seen: T; message: string }): Promise<void>;
  /** For the log. */
  factsOf(seen: T): Record<string, unknown>;
}

/** Registers a button or a menu. Slack has its receipt before anything else happens; a refusal is told to this person alone. */
export function registerPress<T>(app: App, deps: ConversationDeps, pressable: Pressable<T>): void {
  const { id, find, press, factsOf } = pressable;
  app.action<BlockAction>({ type: 'block_actions', action_id: id }, async ({ ack, body, action }) => {
    await ack();
    const listener = toListener(body);
    const tell = (text: string): Promise<void> => answerPrivately(deps, listener, text);
    if (deps.isDraining()) return tell(deps.texts.cards.restarting);
    const seen = find(toValue(action));
    const actor = toSlackActor(body.user.id, deps.inventory);
    const message = findStranger(body.user, deps);
    if (message !== undefined) {
      const facts = { action: String(id), actor: actor.person };
      if (seen !== undefined && message !== deps.texts.cards.restarting)
        await pressable.turnAway?.({ actor, seen, message }).catch((thrown: unknown) => toRefusal(thrown, deps, facts));
      return tell(message);
    }
    if (seen === undefined || listener.channel === undefined) return tell(deps.texts.cards.oldButton);
    const openModal = async (view: ModalView): Promise<void> => {
      await deps.web.call('views.open', { trigger_id: body.trigger_id, view });
    };
    try {
      await press({ actor, seen, channel: listener.channel, openModal, tell });
    } catch (thrown) {
      await tell(toRefusal(thrown, deps, { action: String(id), ...factsOf(seen), actor: actor.person }));
    }
  });
}

/** Of a button, or of the chosen option of a menu. */
function toValue(action: BlockAction['actions'][number]): unknown {
  if ('selected_option' in action && action.selected_option) return action.selected_option.value;
  return 'value' in action ? action.value : undefined;
}

function toListener(body: BlockAction): Listener {
  const channel =
    body.channel?.id ?? (typeof body.container['channel_id'] === 'string' ? body.container['channel_id'] : undefined);
  return { user: body.user.id, channel, responseUrl: body.response_url === '' ? undefined : body.response_url };
}
