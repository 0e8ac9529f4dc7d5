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

/** As the engine calls in the audit trail what each button asks of it. */
const ACTS: Record<ActionId, string> = {
  'approval.approve': 'approval.approved',
  'approval.deny': 'approval.denied',
  'approval.break-glass': 'approval.glass-broken',
  'run.cancel': 'run.cancel-requested',
  'step.retry': 'run.retry',
  'step.skip': 'run.skip',
  'run.roll-back': 'run.rollback',
  'run.abort': 'run.abort',
  'step.happened': 'run.happened',
  'step.did-not': 'run.did_not',
  'run.fail-back': 'run.requested',
};

export function registerAction(app: App, action: CardAction, deps: ConversationDeps): void {
  registerPress(app, deps, {
    id: action.id,
    find: findSeen,
    press: (pressed) => action.press({ ...pressed, runs: deps.runs(), deps }),
    async turnAway({ actor, seen, message }) {
      const run = await deps.runs().find(seen.run);
      if (!run) return;
      await deps.writeDown({
        actor: actor.person,
        via: actor.via,
        act: ACTS[action.id],
        subject: { service: run.service, run: run.id },
        outcome: 'refused',
        details: { code: 'not_allowed', message },
      });
    },
    factsOf: ({ run }) => ({ run }),
  });
}
