const EARLIEST = Date.UTC(2000, 0, 1);
const AHEAD_MS = 300_000;
const ISO = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,9}))?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?/i;

/**
 * The moments that senders write, in ms: RFC 3339, Go's `String()`, epochs in seconds, ms or µs, without a zone as UTC.
 * Undefined for no time at all, for `0001-01-01` and for absurd ones: before 2000, or more than five minutes ahead of `now`.
 */
export function findTime(value: unknown, now: number): number | undefined {
  const time = typeof value === 'number' ? fromEpoch(value) : typeof value === 'string' ? fromText(value) : undefined;
  return time !== undefined && time >= EARLIEST && time <= now + AHEAD_MS ? time : undefined;
}

function fromText(written: string): number | undefined {
  const text = written.trim();
  if (/^\d{9,17}(\.\d+)?$/.test(text)) return fromEpoch(Number(text));
  const match = ISO.exec(text);
  if (!match) return undefined;
  const [, day = '', clock = '', fraction = '', zone = 'Z'] = match;
  const offset = /^[+-]/.test(zone) ? zone.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2') : 'Z';
  const time = Date.parse(
    `${day}T${clock.length === 5 ? `${clock}:00` : clock}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`,
  );
  return Number.isNaN(time) ? undefined : time;
}

function fromEpoch(number: number): number | undefined {
  if (!Number.isFinite(number) || number <= 0) return undefined;
  if (number < 1e11) return Math.round(number * 1_000);
  return Math.round(number < 1e14 ? number : number / 1_000);
}
