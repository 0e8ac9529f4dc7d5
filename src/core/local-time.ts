/** Zones whose usual short name `Intl` does not know. */
const SHORT_NAMES: Readonly<Record<string, string>> = { 'Asia/Seoul': 'KST', 'Asia/Tokyo': 'JST' };

const DAY_MS = 86_400_000;

/** A time as people on the team's clock say it: `03:00 KST`, and `11-20 03:00 KST` when it is not within a day of `now`. */
export function formatLocalTime(at: Date, now: Date, timezone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? '';
  const zone = SHORT_NAMES[timezone] ?? part('timeZoneName');
  const time = `${part('hour')}:${part('minute')} ${zone}`;
  return Math.abs(now.getTime() - at.getTime()) < DAY_MS ? time : `${part('month')}-${part('day')} ${time}`;
}
