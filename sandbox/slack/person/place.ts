import { toApiMessage } from '../api/message-shape.ts';
import type { Core } from '../core.ts';
import type { JsonObject } from '../json-object.ts';
import type { Channel, Message, Person, Values, View } from '../state.ts';
import { toApiView } from '../views.ts';

export interface MessagePlace {
  channel: Channel;
  message: Message;
}

/** What holds the element that somebody acts on. */
export type Place = MessagePlace | { view: View };

/** The part of a block_actions payload that says where it happened. */
export function toWhere(core: Core, person: Person, place: Place, values: Values): JsonObject {
  if (!('view' in place)) return inMessage(core, person, place, values);
  return { container: { type: 'view', view_id: place.view.id }, view: toApiView(core, place.view) };
}

function inMessage(core: Core, person: Person, { channel, message }: MessagePlace, values: Values): JsonObject {
  const ephemeral = message.to !== undefined;
  const thread = message.threadTs === undefined ? {} : { thread_ts: message.threadTs };
  const origin = { kind: 'actions' as const, channel, user: person.id, message: { ts: message.ts, ephemeral } };
  return {
    container: { type: 'message', message_ts: message.ts, channel_id: channel.id, is_ephemeral: ephemeral, ...thread },
    channel: { id: channel.id, name: toChannelName(channel) },
    ...(!ephemeral && { message: toApiMessage(core, channel, message) }),
    state: { values },
    response_url: core.responseUrls.issue(origin),
  };
}

/** How commands and clicks name a channel: never the name of a private one. */
export function toChannelName({ kind, name }: Channel): string {
  if (kind === 'im') return 'directmessage';
  return kind === 'private' ? 'privategroup' : name;
}
