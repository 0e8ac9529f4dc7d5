export interface DateReader {
  locale: 'en' | 'ko';
  /** IANA name; undefined: the system's. */
  timeZone?: string | undefined;
  now: Date;
}

type Write = (date: Date, reader: DateReader) => string;

const HALF_A_YEAR_MS = 182 * 86_400_000;
const LANGUAGES = { en: 'en-US', ko: 'ko-KR' };

const WRITERS: Record<string, Write> = {
  date_num: (date, reader) => toIsoDay(date, reader),
  date_slash: (date, reader) => write(date, reader, { day: '2-digit', month: '2-digit', year: 'numeric' }),
  date: (date, reader) => toDay(date, reader, { month: 'long' }),
  date_short: (date, reader) => toDay(date, reader, { month: 'short' }),
  date_long: (date, reader) => toDay(date, reader, { month: 'long', weekday: 'long' }),
  date_long_full: (date, reader) => write(date, reader, { day: 'numeric', month: 'long', year: 'numeric' }),
  date_pretty: (date, reader) => findNearDay(date, reader) ?? toDay(date, reader, { month: 'long' }),
  date_short_pretty: (date, reader) => findNearDay(date, reader) ?? toDay(date, reader, { month: 'short' }),
  date_long_pretty: (date, reader) =>
    findNearDay(date, reader) ?? toDay(date, reader, { month: 'long', weekday: 'long' }),
  day_divider_pretty: (date, reader) =>
    findNearDay(date, reader) ?? toDay(date, reader, { month: 'long', weekday: 'long' }),
  time: (date, reader) => write(date, reader, { hour: 'numeric', minute: '2-digit' }),
  time_secs: (date, reader) => write(date, reader, { hour: 'numeric', minute: '2-digit', second: '2-digit' }),
  ago: toAgo,
};

/** A format of Slack's (`{date_num} {time}`) filled in for a reader; undefined where Slack shows the fallback. */
export function formatDate(seconds: number, format: string, reader: DateReader): string | undefined {
  const date = new Date(seconds * 1000);
  const tokens = Array.from(format.matchAll(/\{(\w+)\}/g), ([, name = '']) => name);
  if (Number.isNaN(date.getTime()) || tokens.some((name) => !Object.hasOwn(WRITERS, name))) return undefined;
  const text = format.replaceAll(/\{(\w+)\}/g, (_, name: string) => WRITERS[name]?.(date, reader) ?? '');
  // Slack begins it with a capital: "Today at 6:39 AM".
  return text.charAt(0).toLocaleUpperCase(LANGUAGES[reader.locale]) + text.slice(1);
}

/** The whole moment, for a tooltip. */
export const formatMoment = (date: Date, reader: DateReader): string =>
  write(date, reader, { dateStyle: 'full', timeStyle: 'long' });

function write(date: Date, { locale, timeZone }: DateReader, options: Intl.DateTimeFormatOptions): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  return new Intl.DateTimeFormat(LANGUAGES[locale], { ...options, ...zone }).format(date).replaceAll('\u202F', ' ');
}

/** Without the year where the day is less than half a year away. */
function toDay(date: Date, reader: DateReader, parts: Intl.DateTimeFormatOptions): string {
  const isNear = Math.abs(date.getTime() - reader.now.getTime()) < HALF_A_YEAR_MS;
  const text = write(date, reader, { ...parts, day: 'numeric', ...(!isNear && { year: 'numeric' }) });
  return reader.locale === 'en' && parts.month === 'long' ? text.replace(/\b\d{1,2}\b/, toOrdinal) : text;
}

const SUFFIXES: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' };
const toOrdinal = (day: string): string =>
  `${day}${SUFFIXES[new Intl.PluralRules('en', { type: 'ordinal' }).select(Number(day))] ?? 'th'}`;

function toIsoDay(date: Date, { timeZone }: DateReader): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const options = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  return new Intl.DateTimeFormat('sv-SE', { ...options, ...zone }).format(date);
}

/** Yesterday, today or tomorrow, by the reader's calendar. */
function findNearDay(date: Date, reader: DateReader): string | undefined {
  const days = (Date.parse(toIsoDay(date, reader)) - Date.parse(toIsoDay(reader.now, reader))) / 86_400_000;
  if (!(Math.abs(days) <= 1)) return undefined;
  return new Intl.RelativeTimeFormat(LANGUAGES[reader.locale], { numeric: 'auto' }).format(days, 'day');
}

const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** `3 minutes ago`, `2 minutes from now`. */
function toAgo(date: Date, { locale, now }: DateReader): string {
  const seconds = Math.round((date.getTime() - now.getTime()) / 1000);
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  const text = new Intl.RelativeTimeFormat(LANGUAGES[locale]).format(Math.trunc(seconds / size) || -0, unit);
  return text.replace(/^in (.*)$/, '$1 from now');
}
