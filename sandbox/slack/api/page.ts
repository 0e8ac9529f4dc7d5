import { toText, type JsonObject } from '../json-object.ts';
import { SlackError } from './slack-error.ts';

export interface Page<T> {
  items: T[];
  nextCursor: string;
}

/** One page of a list by opaque cursors. `limit` above `max` is cut, below 1 refused. */
export function toPage<T>(all: readonly T[], args: JsonObject, { limit = 100, max = 1000 } = {}): Page<T> {
  const size = args['limit'] === undefined ? limit : Math.min(max, Number(args['limit']));
  if (size < 1) throw new SlackError('invalid_limit');
  const from = readCursor(toText(args['cursor']));
  const items = all.slice(from, from + size);
  const end = from + items.length;
  return { items, nextCursor: end < all.length ? Buffer.from(`offset:${end}`).toString('base64') : '' };
}

function readCursor(cursor: string): number {
  if (cursor === '') return 0;
  const match = /^offset:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString());
  if (!match) throw new SlackError('invalid_cursor');
  return Number(match[1]);
}
