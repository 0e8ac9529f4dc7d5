import type { PageTexts } from '../shell/texts.ts';

/** The instant in a Slack ts, seconds with micros. */
export const toDate = (ts: string): Date => new Date(Number(ts) * 1_000);

export const toTime = (ts: string): string =>
  toDate(ts).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });

export const toFullTime = (ts: string): string =>
  toDate(ts).toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'medium' });

export function toDay(ts: string, texts: PageTexts): string {
  const days = Math.round((startOfDay(new Date()) - startOfDay(toDate(ts))) / 86_400_000);
  if (days === 0) return texts.today;
  if (days === 1) return texts.yesterday;
  return toDate(ts).toLocaleDateString(undefined, { weekday: 'long', month: 'long', day: 'numeric' });
}

const startOfDay = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
