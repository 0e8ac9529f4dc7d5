import { openDirect } from '../api/conversation.ts';
import type { Core } from '../core.ts';
import { toObjects } from '../json-object.ts';
import type { Choice } from '../values.ts';
import { findTopModal, toApiView } from '../views.ts';
import { type, type Typed } from './command.ts';
import { closeModal, getTopModal, submit, toSeenView, type SeenView, type Submitted } from './modal.ts';
import { press, type MessagePlace, type Pressed, type PressOptions } from './press.ts';
import { toSeen, type SeenMessage } from './seen.ts';
import { getActive, getVisible } from './who.ts';

export type ClickPlace = { channel: string; ts: string } | 'modal' | 'home';

/** Somebody in front of Slack. */
export interface Actor {
  readonly id: string;
  /** The id of this person's direct messages with the app. */
  dm(): string;
  /** A command, or without a leading slash a message. */
  type(text: string, where: { channel: string; threadTs?: string }): Promise<Typed>;
  /** Everything in a channel that this person sees, in order: ephemerals and threads too. */
  sees(channel: string): SeenMessage[];
  /** Presses what is on the screen now, by label or action_id. Throws if it is not there. */
  click(place: ClickPlace, label: string, options?: PressOptions): Promise<Pressed>;
  /** Presses what was on the screen when `seen` was looked at. */
  clickAs(seen: SeenMessage, label: string, options?: PressOptions): Promise<Pressed>;
  modal(): SeenView | undefined;
  submit(input?: Record<string, Choice>): Promise<Submitted>;
  closeModal(): Promise<void>;
  openHome(): Promise<void>;
  home(): SeenView | undefined;
  /** Starts the client anew: ephemeral messages and modals are gone. */
  reload(): void;
}

export function createActor(core: Core, id: string): Actor {
  const findPlace = (channelId: string, ts: string): MessagePlace | undefined => {
    const channel = getVisible(core, id, channelId);
    const message = channel.messages.find((each) => each.ts === ts && (each.to ?? id) === id && !each.tombstone);
    return message && { channel, message };
  };
  const getHome = (): NonNullable<ReturnType<typeof findHome>> => {
    const home = findHome(core, id);
    if (!home) throw new Error(`no Home was published for ${id}`);
    return home;
  };

  return {
    id,
    dm: () => openDirect(core, id).id,
    type: (text, where) => type(core, id, text, where),
    sees(channelId) {
      const channel = getVisible(core, id, channelId);
      return channel.messages.filter(({ to }) => (to ?? id) === id).map((message) => toSeen(channel, message));
    },
    async click(place, label, options) {
      const person = getActive(core, id);
      if (typeof place === 'string') {
        const view = place === 'home' ? getHome() : getTopModal(core, person);
        return press(core, person, { view }, toObjects(view.body['blocks']), label, options);
      }
      const found = findPlace(place.channel, place.ts);
      if (!found) throw new Error(`no message ${place.ts} in ${place.channel}`);
      return press(core, person, found, found.message.blocks ?? [], label, options);
    },
    async clickAs(seen, label, options) {
      const person = getActive(core, id);
      const found = findPlace(seen.channel, seen.ts);
      if (!found) return { ackMs: 0, error: 'message_not_found' };
      return press(core, person, found, seen.blocks, label, options);
    },
    modal() {
      const view = findTopModal(core, id);
      return view && toSeenView(view);
    },
    submit: async (input = {}) => submit(core, getActive(core, id), input),
    closeModal: async () => closeModal(core, getActive(core, id)),
    openHome: () => openHome(core, id),
    home() {
      const view = findHome(core, id);
      return view && toSeenView(view);
    },
    reload: () => reload(core, id),
  };
}

const findHome = ({ state }: Core, id: string) => state.views.get(state.homes.get(id) ?? '');

async function openHome(core: Core, id: string): Promise<void> {
  getActive(core, id);
  const view = findHome(core, id);
  const channel = openDirect(core, id).id;
  const event = { type: 'app_home_opened', user: id, channel, tab: 'home', event_ts: core.state.nextTs() };
  await core.delivery.sendEvent({ ...event, ...(view && { view: toApiView(core, view) }) }, 'app_home_opened');
}

function reload(core: Core, id: string): void {
  for (const channel of core.state.channels.values()) {
    channel.messages = channel.messages.filter((message) => message.to !== id);
  }
  core.state.stacks.delete(id);
  core.changes.emit();
}
