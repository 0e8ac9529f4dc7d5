import type { App } from '@slack/bolt';
import type { Runs } from '../core/ports/runs.ts';
import { findSeen, type ActionId, type Seen } from './button-value.ts';
import type { ConversationDeps } from './conversation.ts';
import { registerPress, type Pressed } from './register-press.ts';

/** One person's click on a card. The engine refuses what was seen and is old. */
interface Click extends Pressed<Seen> {
  runs: Runs;
  deps: ConversationDeps;
}

/** A button on a card: what it does, once it is known that a person of ours pressed it. */
export interface CardAction {
  id: ActionId;
  press(click: Click): Promise<unknown>;
}

export function registerAction(app: App, action: CardAction, deps: ConversationDeps): void {
  registerPress(app, deps, {
    id: action.id,
    find: findSeen,
    press: (pressed) => action.press({ ...pressed, runs: deps.runs(), deps }),
    factsOf: ({ run }) => ({ run }),
  });
}
