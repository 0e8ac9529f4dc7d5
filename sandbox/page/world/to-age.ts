import type { WorldTexts } from './texts.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** "14 h ago": seconds, minutes, hours up to two days, then days. What lies ahead is now. */
export function toAge(at: string, now: Date, { age }: WorldTexts): string {
  const ms = Math.max(0, now.getTime() - new Date(at).getTime());
  if (ms < MINUTE_MS) return age.seconds(Math.floor(ms / 1000));
  if (ms < HOUR_MS) return age.minutes(Math.floor(ms / MINUTE_MS));
  if (ms < 2 * DAY_MS) return age.hours(Math.floor(ms / HOUR_MS));
  return age.days(Math.floor(ms / DAY_MS));
}
