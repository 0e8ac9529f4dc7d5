import { toApiMessage } from '../api/message-shape.ts';
import type { Core } from '../core.ts';
import type { Outcome } from '../delivery/outcome.ts';
import { isObject, textOf, toObjects, toText, type JsonObject } from '../json-object.ts';
import type { Channel, Message, Person, Values, View } from '../state.ts';
import { readValues, toValue, type Choice } from '../values.ts';
import { toApiView } from '../views.ts';
import { getTarget, type Target } from './find-element.ts';
import { toSender } from './who.ts';

export interface PressOptions {
  /** False: says no in the confirm dialog. */
  confirm?: boolean;
  /** The option of a menu, by text or value; the text for an input; a person for a people menu. */
  option?: Choice;
  /** Which one, from 0, when several carry the label. */
  nth?: number;
}

export interface Pressed {
  ackMs: number;
  error?: 'operation_timeout' | 'dispatch_failed' | 'message_not_found';
  /** What the confirm dialog said. */
  confirm?: string;
  cancelled?: true;
}

export interface MessagePlace {
  channel: Channel;
  message: Message;
}
export type Place = MessagePlace | { view: View };

/** Presses an element of `blocks` (which may be older than what the place shows now) and waits for the ack. */
export async function press(
  core: Core,
  person: Person,
  place: Place,
  blocks: readonly JsonObject[],
  label: string,
  options: PressOptions = {},
): Promise<Pressed> {
  const target = getTarget(blocks, label, options.nth);
  const dialog = isObject(target.element['confirm']) ? confirmText(target.element['confirm']) : undefined;
  const said = dialog === undefined ? {} : { confirm: dialog };
  if (dialog !== undefined && options.confirm === false) return { ackMs: 0, cancelled: true, ...said };
  const action = toAction(core, target, options.option ?? target.option);
  const values = remember(core, person, place, action);
  const outcome = await core.delivery.sendInteraction({
    type: 'block_actions',
    ...toSender(core, person),
    trigger_id: core.triggers.issue(person.id),
    ...('view' in place ? inView(core, place.view) : inMessage(core, person, place, values)),
    actions: [action],
  });
  return { ...toPressed(outcome), ...said };
}

const toPressed = (outcome: Outcome): Pressed =>
  outcome.ok ? { ackMs: outcome.ackMs } : { ackMs: outcome.ackMs, error: outcome.error };

function confirmText(confirm: JsonObject): string {
  const buttons = ['confirm', 'deny'].map((name) => textOf(confirm[name])).filter(Boolean);
  return [textOf(confirm['title']), textOf(confirm['text']), ...buttons.map((text) => `[${text}]`)]
    .filter(Boolean)
    .join('\n');
}

function toAction(core: Core, { block, element }: Target, choice: Choice | undefined): JsonObject {
  const type = toText(element['type']);
  const action = {
    type,
    action_id: element['action_id'],
    block_id: block['block_id'],
    action_ts: core.state.nextTs(),
  };
  if (type === 'button') {
    const { text, value, style, url } = element;
    const given = Object.entries({ text, value, style, url }).filter(([, each]) => each !== undefined);
    return { ...action, ...Object.fromEntries(given) };
  }
  if (choice === undefined) throw new Error(`say which option of ${String(element['action_id'])}`);
  return { ...action, ...toValue(element, choice, core.state.people) };
}

/** Keeps what was chosen, so that later payloads carry it as `state.values`. */
function remember(core: Core, person: Person, place: Place, action: JsonObject): Values {
  const { action_id: actionId, block_id: blockId, action_ts: _ts, ...value } = action;
  const key = 'view' in place ? '' : `${person.id} ${place.channel.id} ${place.message.ts}`;
  const blocks = 'view' in place ? toObjects(place.view.body['blocks']) : (place.message.blocks ?? []);
  const before = 'view' in place ? place.view.values : core.state.messageValues.get(key);
  const values = readValues(blocks, before);
  const inBlock = values[toText(blockId)];
  if (inBlock && toText(actionId) in inBlock) inBlock[toText(actionId)] = value;
  if ('view' in place) place.view.values = values;
  else core.state.messageValues.set(key, values);
  return values;
}

const inView = (core: Core, view: View): JsonObject => ({
  container: { type: 'view', view_id: view.id },
  view: toApiView(core, view),
});

function inMessage(core: Core, person: Person, { channel, message }: MessagePlace, values: Values): JsonObject {
  const ephemeral = message.to !== undefined;
  const thread = message.threadTs === undefined ? {} : { thread_ts: message.threadTs };
  const origin = { kind: 'actions' as const, channel, user: person.id, message: { ts: message.ts, ephemeral } };
  return {
    container: { type: 'message', message_ts: message.ts, channel_id: channel.id, is_ephemeral: ephemeral, ...thread },
    channel: { id: channel.id, name: channel.kind === 'im' ? 'directmessage' : channel.name },
    ...(!ephemeral && { message: toApiMessage(core, channel, message) }),
    state: { values },
    response_url: core.responseUrls.issue(origin),
  };
}
