import type { App } from '@slack/bolt';
import type { Actor } from '../core/actor.ts';
import type { Alerts } from '../core/ports/alerts.ts';
import { findPressedAlert, type PressedAlert } from './alert-buttons.ts';
import type { ConversationDeps } from './conversation.ts';
import { registerPress } from './register-press.ts';

export interface AlertDeps extends ConversationDeps {
  alerts: Alerts;
}

interface Click {
  actor: Actor;
  pressed: PressedAlert;
  channel: string;
  alerts: Alerts;
  deps: AlertDeps;
  /** Tells this person alone. */
  tell(text: string): Promise<void>;
}

/** A button on an alert's message. */
export interface AlertAction {
  id: string | RegExp;
  press(click: Click): Promise<unknown>;
}

export function registerAlertAction(app: App, action: AlertAction, deps: AlertDeps): void {
  registerPress(app, deps, {
    id: action.id,
    find: findPressedAlert,
    press: ({ seen, ...click }) => action.press({ ...click, pressed: seen, alerts: deps.alerts, deps }),
    factsOf: ({ group }) => ({ group }),
  });
}
