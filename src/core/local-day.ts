/** A day on the team's calendar that begins at `startHour` instead of midnight, as `2026-11-27`. */
export function toLocalDay(at: Date, timezone: string, startHour: number): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((one) => one.type === type)?.value);
  const dayBefore = part('hour') < startHour ? 1 : 0;
  return new Date(Date.UTC(part('year'), part('month') - 1, part('day') - dayBefore)).toISOString().slice(0, 10);
}
