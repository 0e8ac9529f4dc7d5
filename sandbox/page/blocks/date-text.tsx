import { formatDate, formatMoment } from './format-date.ts';
import { toDateReader, useHost } from './host.ts';
import { Link } from './link.tsx';

interface Props {
  /** Seconds. */
  timestamp: number;
  format: string;
  fallback: string;
  /** A safe one. */
  url?: string | undefined;
}

/** A moment in the reader's zone and language; what it falls back to where it cannot be shown. */
export function DateText({ timestamp, format, fallback, url }: Props) {
  const reader = toDateReader(useHost().context);
  const text = formatDate(timestamp, format, reader);
  if (text === undefined) return fallback;
  const date = new Date(timestamp * 1000);
  const time = (
    <time dateTime={date.toISOString()} title={formatMoment(date, reader)}>
      {text}
    </time>
  );
  return url === undefined ? time : <Link url={url}>{time}</Link>;
}
