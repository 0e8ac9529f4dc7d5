import { createHash } from 'node:crypto';
import type { AlertReading } from '../core/alert.ts';
import type { AlertRoute, AlertsConfig, Inventory } from '../core/inventory.ts';
import { matchesAll } from '../core/matcher.ts';
import { cut } from './foreign.ts';
import { createServiceFinder } from './find-service.ts';

/** A reading with its place: whose it is, where it is shown, with what it shares a message. */
export interface Sighting {
  source: string;
  reading: AlertReading;
  service?: string;
  host?: string;
  channel: string;
  groupKey: string;
  isSendersGroup: boolean;
  runbooks: readonly string[];
}

const RUNBOOKS_MAX = 2;
const KEY_MAX = 200;

/** Places what senders say by the inventory; `runbooks` are the names that exist here. */
export function createPlacer(inventory: Inventory, config: AlertsConfig, runbooks: () => readonly string[]) {
  const findService = createServiceFinder(inventory, config);

  return function place(source: string, said: AlertReading): Sighting {
    const reading = { ...said, key: shorten(said.key), title: said.title.trim() };
    const labels = { ...reading.labels, source };
    const route = config.routes.find(({ match }) => matchesAll(labels, match));
    const where = findService(reading, route);
    const { group } = reading;
    const isSendersGroup = group !== undefined;
    return {
      source,
      reading,
      ...where,
      channel: route?.channel ?? inventory.slack.channels.incidents,
      groupKey: shorten(group === undefined ? `${where.service ?? ''}/${reading.title}` : `${source}/${group}`),
      isSendersGroup,
      runbooks: suggest(reading, route, runbooks()),
    };
  };
}

/** What the alert itself names first, then what its route suggests. */
function suggest({ annotations }: AlertReading, route: AlertRoute | undefined, known: readonly string[]): string[] {
  const own = [annotations['runbook'], annotations['runbook_id']].filter((name) => name !== undefined);
  const names = [...own, ...(route?.runbooks ?? [])].filter((name) => known.includes(name));
  return [...new Set(names)].slice(0, RUNBOOKS_MAX);
}

/** Keys go into an index; a long one is as unique by its hash. */
function shorten(key: string): string {
  const clean = key.toWellFormed().replaceAll('\u0000', '\uFFFD');
  if (clean.length <= KEY_MAX) return clean;
  return `${cut(clean, KEY_MAX - 65)}#${createHash('sha256').update(clean).digest('hex')}`;
}
