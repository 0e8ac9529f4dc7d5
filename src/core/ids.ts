import { randomBytes } from 'node:crypto';

export type RunId = `run_${string}`;

/** 48 bits of milliseconds and 50 random bits, in Crockford's base 32: sorts by time, fits a button, can be read aloud. */
export function newRunId(now: Date): RunId {
  return `run_${newSuffix(now)}`;
}

/** Of a freeze or a review: as ids of runs are. */
export function newGuardId(kind: 'frz' | 'rev', now: Date): string {
  return `${kind}_${newSuffix(now)}`;
}

function newSuffix(now: Date): string {
  const time = encode(BigInt(now.getTime()), 10);
  return time + encode(randomBytes(8).readBigUInt64BE() & ((1n << 50n) - 1n), 10);
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function encode(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest >>= 5n) text = (ALPHABET[Number(rest & 31n)] ?? '') + text;
  return text;
}

/** Accepts what people type: any case, with or without the prefix. */
export function findRunId(text: string): RunId | undefined {
  const match = /^(?:run_)?([0-9A-HJKMNP-TV-Z]{20})$/.exec(text.trim().toUpperCase().replace(/^RUN_/, ''));
  return match ? `run_${match[1]}` : undefined;
}

/** A name for one start of the process, unique among replicas. */
export function newOwnerId(): string {
  return `own_${randomBytes(8).toString('hex')}`;
}
