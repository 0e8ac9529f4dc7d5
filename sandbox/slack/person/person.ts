import { openDirect } from '../api/conversation.ts';
import type { Core } from '../core.ts';
import { toObjects } from '../json-object.ts';
import type { Choice } from '../values.ts';
import { closeModals, findTopModal, toApiView } from '../views.ts';
import { type, type Typed } from './command.ts';
import { closeModal, getTopModal, submit, toSeenView, type SeenView, type Submitted } from './modal.ts';
import type { Pressed } from './act.ts';
import { enter, type Entering } from './enter.ts';
import type { MessagePlace, Place } from './place.ts';
import { press, pressExactly, type ExactPress, type PressOptions } from './press.ts';
import { toSeen, type SeenMessage } from './seen.ts';
import { getActive, getVisible, isVisible } from './who.ts';

export type ClickPlace = { channel: string; ts: string } | 'modal' | 'home';

/** Somebody in front of Slack. */
export interface Actor {
  readonly id: string;
  /** The id of this person's direct messages with the app. */
  dm(): string;
  /** A command, or without a leading slash a message. */
  type(text: string, where: { channel: string; threadTs?: string }): Promise<Typed>;
  /** Whether this person's client shows the channel at all. Throws for one that there is not. */
  canSee(channel: string): boolean;
  /** Everything in a channel that this person sees, in order: ephemerals and threads too. */
  sees(channel: string): SeenMessage[];
  /** Presses what is on the screen now, by label or action_id. Throws if it is not there. */
  click(place: ClickPlace, label: string, options?: PressOptions): Promise<Pressed>;
  /** Presses what was on the screen when `seen` was looked at. */
  clickAs(seen: SeenMessage, label: string, options?: PressOptions): Promise<Pressed>;
  /** Presses what a client shows, by block and action_id, without a dialog: the client has asked already. */
  pressExactly(place: ClickPlace, exact: ExactPress): Promise<Pressed>;
  /** Types into a text input of the open modal. See enter.ts for when the app hears of it. */
  enter(blockId: string, text: string, how: Entering): Promise<Pressed>;
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

  const getPlace = (place: ClickPlace): Place => {
    if (place === 'home') return { view: getHome() };
    if (place === 'modal') return { view: getTopModal(core, getActive(core, id)) };
    const found = findPlace(place.channel, place.ts);
    if (!found) throw new Error(`no message ${place.ts} in ${place.channel}`);
    return found;
  };

  return {
    id,
    dm: () => openDirect(core, id).id,
    type: (text, where) => type(core, id, text, where),
    canSee(channelId) {
      const channel = core.state.channels.get(channelId);
      if (!channel) throw new Error(`no such channel: ${channelId}`);
      return isVisible(core, id, channel);
    },
    sees(channelId) {
      const channel = getVisible(core, id, channelId);
      return channel.messages.filter(({ to }) => (to ?? id) === id).map((message) => toSeen(channel, message));
    },
    async click(given, label, options) {
      const place = getPlace(given);
      const blocks = 'view' in place ? toObjects(place.view.body['blocks']) : (place.message.blocks ?? []);
      return press(core, getActive(core, id), place, blocks, label, options);
    },
    pressExactly: async (place, exact) => pressExactly(core, getActive(core, id), getPlace(place), exact),
    async enter(blockId, text, how) {
      const person = getActive(core, id);
      return enter(core, person, getTopModal(core, person), blockId, text, how);
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
  closeModals(core, id);
}
