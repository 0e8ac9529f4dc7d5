import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../core/secret.ts';

/** Compared by their hashes, in the same time whatever was shown and however long it is. */
export function isSecret(shown: string | undefined, secret: Secret | undefined): boolean {
  const matches = timingSafeEqual(digest(shown ?? ''), secret ? digestOf(secret) : digest(''));
  return matches && shown !== undefined && shown !== '' && secret !== undefined;
}

const digests = new WeakMap<Secret, Buffer>();

function digestOf(secret: Secret): Buffer {
  const known = digests.get(secret) ?? digest(secret.reveal());
  digests.set(secret, known);
  return known;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** What a request shows in `Authorization`: the token of Bearer (or any scheme of one word), the password of Basic. */
export function findShownSecret(authorization: string | undefined): string | undefined {
  const match = /^\s*([A-Za-z-]{1,40})\s+(\S.*?)\s*$/.exec(authorization ?? '');
  if (!match) return undefined;
  const [, scheme = '', rest = ''] = match;
  if (scheme.toLowerCase() !== 'basic') return rest;
  const pair = Buffer.from(rest, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon < 0 ? undefined : pair.slice(colon + 1);
}
