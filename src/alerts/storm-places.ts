import type { Alert, AlertGroup, AlertReading } from '../core/alert.ts';
import {
  STORM_PAGE,
  stormFileKey,
  stormKey,
  stormPageKey,
  type AlertStorm,
  type ChannelLoad,
} from '../core/alert-storm.ts';
import { newStormId, type StormId } from '../core/ids.ts';
import { PRIORITY, type MessageDraft } from '../core/message.ts';

/** More new groups than this in ten seconds, more first messages unsent, or more new alerts in one transaction. */
const NEW_GROUPS = 10;
const UNSENT = 15;
const NEW_ALERTS = 50;
const OWN_MESSAGES = 10;

type Place = Pick<AlertStorm, 'id' | 'channel'>;

export const toStormMessage = ({ id, channel }: Place): MessageDraft => ({
  key: stormKey(id),
  kind: 'storm',
  channel,
  body: { storm: id },
  priority: PRIORITY.critical,
});

export const toPageMessage = ({ id, channel }: Place, page: number): MessageDraft => ({
  key: stormPageKey(id, page),
  kind: 'storm_page',
  channel,
  parentKey: stormKey(id),
  body: { storm: id, page },
  priority: PRIORITY.list,
});

export const toFileMessage = ({ id, channel }: Place): MessageDraft => ({
  key: stormFileKey(id),
  kind: 'storm_file',
  channel,
  parentKey: stormKey(id),
  body: { storm: id },
  priority: PRIORITY.list,
});

interface Taken {
  place?: { id: StormId; place: number };
  isShownThere?: true;
}

/** Storms while a batch is decided: begins them, and gives each new alert in one its place. */
export function createStormPlaces(loads: ReadonlyMap<string, ChannelLoad>, now: Date) {
  const storms = new Map<string, AlertStorm>();
  const touched = new Map<string, { groups: Set<string>; alerts: number }>();
  const pages = new Map<string, MessageDraft>();

  function findStorm(channel: string, group: AlertGroup): AlertStorm | undefined {
    const load = loads.get(channel);
    const open = storms.get(channel) ?? load?.storm;
    const count = touched.get(channel) ?? { groups: new Set<string>(), alerts: 0 };
    touched.set(channel, count);
    count.alerts += 1;
    if (group.total === 0) count.groups.add(group.id);
    if (open) return open;
    const isStorm =
      (load?.newGroups ?? 0) + count.groups.size > NEW_GROUPS ||
      (load?.unsent ?? 0) + count.groups.size > UNSENT ||
      count.alerts > NEW_ALERTS;
    const at = now.getTime();
    return isStorm ? { id: newStormId(now), channel, count: 0, ownMessages: 0, startedAt: at, grewAt: at } : undefined;
  }

  return {
    take(group: AlertGroup, { severity }: AlertReading): Taken {
      const { channel } = group;
      const storm = findStorm(channel, group);
      if (!storm) return {};
      const isNew = group.total === 0;
      const hasOwn = !isNew || (severity === 'critical' && storm.ownMessages < OWN_MESSAGES);
      const place = { id: storm.id, place: storm.count };
      const count = storm.count + 1;
      const ownMessages = storm.ownMessages + (isNew && hasOwn ? 1 : 0);
      storms.set(channel, { ...storm, count, ownMessages, grewAt: now.getTime() });
      // A page that is not full yet is listed as soon as nothing new comes for a moment.
      if (count % STORM_PAGE === 0) {
        const page = toPageMessage(storm, count / STORM_PAGE - 1);
        pages.set(page.key, page);
      }
      return { place, ...(!hasOwn && { isShownThere: true as const }) };
    },
    /** An alert that its page may list already is not as it was. */
    redraw({ storm: place }: Pick<Alert, 'storm'>, channel: string): void {
      if (!place) return;
      const page = Math.floor(place.place / STORM_PAGE);
      const open = storms.get(channel) ?? loads.get(channel)?.storm;
      // One that was not asked for yet will be drawn as all is then.
      const isAsked =
        open?.id !== place.id || (page + 1) * STORM_PAGE <= open.count || (open.listed ?? 0) > page * STORM_PAGE;
      if (!isAsked) return;
      const message = toPageMessage({ id: place.id, channel }, page);
      pages.set(message.key, message);
    },
    changed: (): AlertStorm[] => [...storms.values()],
    messages: (): MessageDraft[] => [...[...storms.values()].map(toStormMessage), ...pages.values()],
  };
}
