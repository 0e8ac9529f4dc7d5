import { toApiMessage } from './api/message-shape.ts';
import type { Core } from './core.ts';
import type { JsonObject } from './json-object.ts';
import type { Channel, Message } from './state.ts';

const EVENT_OF: Record<Channel['kind'], string> = {
  public: 'message.channels',
  private: 'message.groups',
  im: 'message.im',
};
const TYPE_OF: Record<Channel['kind'], string> = { public: 'channel', private: 'group', im: 'im' };

export function sendPosted(core: Core, channel: Channel, message: Message): void {
  if (message.to !== undefined) return;
  const { botUserId } = core.state.app;
  const shape = { ...toApiMessage(core, channel, message), channel: channel.id, event_ts: message.ts };
  send(core, channel, shape);
  if (!message.byBot && channel.kind !== 'im' && message.text.includes(`<@${botUserId}>`)) {
    void core.delivery.sendEvent({ ...shape, type: 'app_mention' }, 'app_mention');
  }
}

/** `before`: the message as it was. */
export function sendChanged(core: Core, channel: Channel, message: Message, before: JsonObject): void {
  if (message.to !== undefined) return;
  const changed = { message: toApiMessage(core, channel, message), previous_message: before };
  sendHidden(core, channel, { subtype: 'message_changed', ...changed });
}

export function sendDeleted(core: Core, channel: Channel, message: Message, before: JsonObject): void {
  if (message.to !== undefined) return;
  sendHidden(core, channel, { subtype: 'message_deleted', deleted_ts: message.ts, previous_message: before });
}

function sendHidden(core: Core, channel: Channel, event: JsonObject): void {
  const ts = core.state.nextTs();
  send(core, channel, { type: 'message', hidden: true, channel: channel.id, ts, event_ts: ts, ...event });
}

/** Only the app's own conversations are told to it. */
function send(core: Core, channel: Channel, event: JsonObject): void {
  if (!channel.members.has(core.state.app.botUserId)) return;
  void core.delivery.sendEvent({ ...event, channel_type: TYPE_OF[channel.kind] }, EVENT_OF[channel.kind]);
}
