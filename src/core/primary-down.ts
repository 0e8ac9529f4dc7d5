import type { AlertGroupId } from './ids.ts';
import type { Json } from './json.ts';

/** Something that says that the primary of a service is down. Text in it is foreign, times are epoch ms. */
export interface Sign {
  /** The alert's id, or `probe`. */
  id: string;
  /** Name in the inventory, or `watchkeeper` for what the bot saw itself. */
  source: string;
  /** The message that shows the alert. */
  group?: AlertGroupId;
  title: string;
  host?: string;
  /** When it began, as far as its source says. */
  at: number;
  endedAt?: number;
}

/** From the second independent sign until all are gone: one message. */
export interface PrimaryDown {
  service: string;
  since: number;
  signs: readonly Sign[];
  /** Since when there is no sign. */
  quietSince?: number;
  endedAt?: number;
}

export const PROBE_ID = 'probe';

/** Where the store keeps the newest of a service. */
export const primaryDownName = (service: string): string => `primary-down/${service}`;
export const primaryDownMessageKey = ({ service, since }: Pick<PrimaryDown, 'service' | 'since'>): string =>
  `primary-down/${service}/${since}`;

/** As this or an earlier version wrote it. */
export function findPrimaryDown(doc: Json | undefined): PrimaryDown | undefined {
  const isRecord = typeof doc === 'object' && doc !== null && !Array.isArray(doc);
  if (!isRecord) return undefined;
  const { service, since, signs } = doc as Partial<Record<keyof PrimaryDown, unknown>>;
  if (typeof service !== 'string' || typeof since !== 'number' || !Array.isArray(signs)) return undefined;
  return doc as unknown as PrimaryDown;
}
