import { redact } from '../core/redact.ts';

const MAX_CHARACTERS = 500;

/** A reason as it may be stored and shown: whole characters, of bounded length, without what looks like a secret. */
export function cleanReason(reason: string): string {
  const text = redact(reason.toWellFormed().replaceAll('\u0000', '')).trim();
  const characters = [...new Intl.Segmenter().segment(text)];
  if (characters.length <= MAX_CHARACTERS) return text;
  return `${characters
    .slice(0, MAX_CHARACTERS)
    .map(({ segment }) => segment)
    .join('')}…`;
}
