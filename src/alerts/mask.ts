import { createHash } from 'node:crypto';

const LONGEST = 20_000;

/** A name for text that is the same but for what changes each time: numbers, ids, times. */
export function toMaskedKey(text: string): string {
  const masked = text
    .slice(0, LONGEST)
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '#')
    .replace(/\b(?:0x)?(?=[0-9a-f]*\d)[0-9a-f]{6,}\b/gi, '#')
    .replace(/\d+/g, '#')
    .replace(/\s+/g, ' ')
    .trim();
  return createHash('sha256').update(masked).digest('hex').slice(0, 32);
}
