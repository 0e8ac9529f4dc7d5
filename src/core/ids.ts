import { randomBytes } from 'node:crypto';

export type RunId = `run_${string}`;
export type AlertId = `alr_${string}`;
export type StormId = `stm_${string}`;
export type AlertGroupId = `grp_${string}`;

export const newRunId = (now: Date): RunId => `run_${newSuffix(now)}`;
export const newAlertId = (now: Date): AlertId => `alr_${newSuffix(now)}`;
export const newAlertGroupId = (now: Date): AlertGroupId => `grp_${newSuffix(now)}`;

/** Of a freeze or a review. */
export const newGuardId = (kind: 'frz' | 'rev', now: Date): string => `${kind}_${newSuffix(now)}`;
export const newStormId = (now: Date): StormId => `stm_${newSuffix(now)}`;
/** Of one body of a sender. */
export const newDeliveryId = (now: Date): string => `dlv_${newSuffix(now)}`;

/** 48 bits of milliseconds and 50 random bits, in Crockford's base 32: sorts by time, fits a button, can be read aloud. */
function newSuffix(now: Date): string {
  let time = '';
  for (let rest = now.getTime(); time.length < HALF; rest = Math.floor(rest / 32)) time = letterOf(rest % 32) + time;
  let random = '';
  for (const byte of takeRandom()) random += letterOf(byte % 32);
  return time + random;
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const HALF = 10;
const letterOf = (bits: number): string => ALPHABET[bits] ?? '';

/** Asked for one id at a time, the system's source would be what a storm of alerts costs most. */
let pool = Buffer.alloc(0);

function takeRandom(): Buffer {
  if (pool.length < HALF) pool = randomBytes(HALF * 400);
  const taken = pool.subarray(0, HALF);
  pool = pool.subarray(HALF);
  return taken;
}

/** Accepts what people type: any case, with or without the prefix. */
export function findRunId(text: string): RunId | undefined {
  const match = /^(?:run_)?([0-9A-HJKMNP-TV-Z]{20})$/.exec(text.trim().toUpperCase().replace(/^RUN_/, ''));
  return match ? `run_${match[1]}` : undefined;
}

/** The id of a group of alerts, as it stands in a button or a message's key. */
export function findAlertGroupId(text: string): AlertGroupId | undefined {
  return /^grp_[0-9A-HJKMNP-TV-Z]{20}$/.test(text) ? (text as AlertGroupId) : undefined;
}

/** The id of a storm, as it stands in a message's key. */
export function findStormId(text: string): StormId | undefined {
  return /^stm_[0-9A-HJKMNP-TV-Z]{20}$/.test(text) ? (text as StormId) : undefined;
}

/** A name for one start of the process, unique among replicas. */
export function newOwnerId(): string {
  return `own_${randomBytes(8).toString('hex')}`;
}
