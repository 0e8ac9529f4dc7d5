import type { App, BlockAction } from '@slack/bolt';
import { toSlackActor, type Actor } from '../core/actor.ts';
import type { Runs } from '../core/ports/runs.ts';
import { findSeen, type ActionId, type Seen } from './button-value.ts';
import { answerPrivately, findStranger, toRefusal, type ConversationDeps, type Listener } from './conversation.ts';
import type { ModalView } from './modal.ts';

/** One person's click on a card. */
interface Click {
  actor: Actor;
  /** What the card said when it was clicked, or what it was drawn from: the engine refuses what is old. */
  seen: Seen;
  channel: string;
  runs: Runs;
  deps: ConversationDeps;
  openModal(view: ModalView): Promise<void>;
  /** Tells this person alone. */
  tell(text: string): Promise<void>;
}

/** A button on a card: what it does, once it is known that a person of ours pressed it. */
export interface CardAction {
  id: ActionId;
  press(click: Click): Promise<unknown>;
}

/** Registers a button. Slack has its receipt before anything else happens; a refusal is told to this person alone. */
export function registerAction(app: App, action: CardAction, deps: ConversationDeps): void {
  app.action<BlockAction>({ type: 'block_actions', action_id: action.id }, async ({ ack, body, action: pressed }) => {
    await ack();
    const listener = toListener(body);
    const tell = (text: string): Promise<void> => answerPrivately(deps, listener, text);
    const refusal = deps.isDraining() ? deps.texts.cards.restarting : findStranger(body.user, deps);
    if (refusal !== undefined) return tell(refusal);
    const seen = findSeen('value' in pressed ? pressed.value : undefined);
    if (!seen || listener.channel === undefined) return tell(deps.texts.cards.oldButton);
    const actor = toSlackActor(body.user.id, deps.inventory);
    const openModal = async (view: ModalView): Promise<void> => {
      await deps.web.call('views.open', { trigger_id: body.trigger_id, view });
    };
    try {
      await action.press({ actor, seen, channel: listener.channel, runs: deps.runs(), deps, openModal, tell });
    } catch (thrown) {
      await tell(toRefusal(thrown, deps, { action: action.id, run: seen.run, actor: actor.person }));
    }
  });
}

function toListener(body: BlockAction): Listener {
  const channel =
    body.channel?.id ?? (typeof body.container['channel_id'] === 'string' ? body.container['channel_id'] : undefined);
  return { user: body.user.id, channel, responseUrl: body.response_url === '' ? undefined : body.response_url };
}
