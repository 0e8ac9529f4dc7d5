import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../core/secret.ts';

interface Signed {
  /** As shown in the header. */
  shown: string | undefined;
  prefix?: string | undefined;
  body: Buffer;
  secret: Secret | undefined;
  /** Seconds, where the sender signs the moment too. */
  timestamp?: string | undefined;
  now: number;
}

const SKEW_SECONDS = 300;

/** HMAC-SHA256 in hex over the body, or over `<seconds>:<body>` not older than five minutes. */
export function isSigned({ shown, prefix = '', body, secret, timestamp, now }: Signed): boolean {
  if (shown === undefined || secret === undefined || !shown.startsWith(prefix)) return false;
  if (timestamp !== undefined && !(Math.abs(now / 1_000 - Number(timestamp)) <= SKEW_SECONDS)) return false;
  const hmac = createHmac('sha256', secret.reveal());
  if (timestamp !== undefined) hmac.update(`${timestamp}:`);
  const expected = hmac.update(body).digest();
  const given = Buffer.from(shown.slice(prefix.length).trim(), 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
