import type { Core } from '../core.ts';
import { toObjects, toText, type JsonObject } from '../json-object.ts';
import { keepNewest } from '../keep-newest.ts';
import type { Person, Values } from '../state.ts';
import { readValues, toValue, type Choice } from '../values.ts';
import type { Target } from './find-element.ts';
import { toWhere, type Place } from './place.ts';
import { toSender } from './who.ts';

export interface Pressed {
  /** 0 if nothing was sent to the app. */
  ackMs: number;
  error?: 'operation_timeout' | 'dispatch_failed' | 'message_not_found';
  /** What the person sees when it went wrong. Slack shows a warning sign beside the element; the words are ours. */
  shown?: string;
  /** What the confirm dialog said. */
  confirm?: string;
  cancelled?: true;
}

const MAX_REMEMBERED = 1000;

/** Acts on one element, and waits for the ack. An input that dispatches nothing only keeps what was entered. */
export async function act(core: Core, person: Person, place: Place, target: Target, choice?: Choice): Promise<Pressed> {
  const action = toAction(core, target, choice);
  const values = remember(core, person, place, action);
  if (target.block['type'] === 'input' && target.block['dispatch_action'] !== true) return { ackMs: 0 };
  return dispatchAction(core, person, place, action, values);
}

export async function dispatchAction(
  core: Core,
  person: Person,
  place: Place,
  action: JsonObject,
  values: Values,
): Promise<Pressed> {
  const outcome = await core.delivery.sendInteraction({
    type: 'block_actions',
    ...toSender(core, person),
    trigger_id: core.triggers.issue(person.id),
    ...toWhere(core, person, place, values),
    actions: [action],
  });
  const { ackMs } = outcome;
  return outcome.ok ? { ackMs } : { ackMs, error: outcome.error, shown: '⚠️ The app did not answer. Try again?' };
}

/** What else an action carries: its element as it stands, without what came of it. */
const ECHOED = ['placeholder', 'confirm', 'initial_option', 'initial_user', 'initial_options'];
const ECHOED_OF_BUTTONS = ['text', 'value', 'style', 'url', 'confirm'];

export function toAction(core: Core, { block, element }: Target, choice: Choice | undefined): JsonObject {
  const type = toText(element['type']);
  const action = {
    type,
    action_id: element['action_id'],
    block_id: block['block_id'],
    action_ts: core.state.nextTs(),
  };
  if (type === 'button') return { ...action, ...pickGiven(element, ECHOED_OF_BUTTONS) };
  if (choice === undefined) throw new Error(`say which option of ${String(element['action_id'])}`);
  return { ...action, ...toValue(element, choice, core.state.people), ...pickGiven(element, ECHOED) };
}

const pickGiven = (element: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(names.filter((name) => element[name] !== undefined).map((name) => [name, element[name]]));

/** Keeps what was chosen, so that later payloads carry it as `state.values`. */
export function remember(core: Core, person: Person, place: Place, action: JsonObject): Values {
  const {
    action_id: actionId,
    block_id: blockId,
    action_ts: _ts,
    placeholder: _hint,
    confirm: _ask,
    ...value
  } = action;
  const key = 'view' in place ? '' : `${person.id} ${place.channel.id} ${place.message.ts}`;
  const blocks = 'view' in place ? toObjects(place.view.body['blocks']) : (place.message.blocks ?? []);
  const before = 'view' in place ? place.view.values : core.state.messageValues.get(key);
  const values = readValues(blocks, before);
  const inBlock = values[toText(blockId)];
  if (inBlock && toText(actionId) in inBlock) inBlock[toText(actionId)] = value;
  if ('view' in place) {
    place.view.values = values;
    return values;
  }
  core.state.messageValues.set(key, values);
  keepNewest(core.state.messageValues, MAX_REMEMBERED);
  return values;
}
