import type { Core } from '../core.ts';
import { toObject, toObjects, toText } from '../json-object.ts';
import type { Person, View } from '../state.ts';
import { dispatchAction, remember, toAction, type Pressed } from './act.ts';

/** `typed`: one more character; `enter`: the Enter key. */
export type Entering = 'typed' | 'enter';

const TRIGGER: Record<Entering, string> = { typed: 'on_character_entered', enter: 'on_enter_pressed' };

/**
 * Puts `text` into a text input of the view. The app hears of it only from an input with `dispatch_action`, at what its
 * `dispatch_action_config` names (Enter, if it names nothing). Throws if there is no such input.
 */
export async function enter(
  core: Core,
  person: Person,
  view: View,
  blockId: string,
  text: string,
  how: Entering,
): Promise<Pressed> {
  const block = toObjects(view.body['blocks']).find((each) => each['block_id'] === blockId);
  const element = toObject(block?.['element']);
  if (!block || element['type'] !== 'plain_text_input') throw new Error(`no text input in a block "${blockId}"`);
  const action = toAction(core, { block, element }, text);
  const values = remember(core, person, { view }, action);
  if (block['dispatch_action'] !== true || !triggersOf(toObject(element['dispatch_action_config'])).has(TRIGGER[how])) {
    return { ackMs: 0 };
  }
  return dispatchAction(core, person, { view }, action, values);
}

function triggersOf({ trigger_actions_on: on }: Record<string, unknown>): Set<string> {
  return new Set(Array.isArray(on) ? on.map(toText) : [TRIGGER.enter]);
}
