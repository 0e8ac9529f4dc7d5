import type { Alert, AlertReading, AlertState } from '../core/alert.ts';
import { countChange } from './flapping.ts';

/** Fires again so soon after it was resolved: the same message goes on. */
export const REOPEN_MS = 1_800_000;
/** A body that was overtaken by the one that resolves; what comes later with the same begin fires again. */
const OVERTAKEN_MS = 60_000;

export type Transition =
  /** Never heard of, or resolved long ago. */
  | { kind: 'new'; state: 'firing' | 'resolved' }
  /** Nothing new. */
  | { kind: 'repeat' }
  /** Overtaken by a newer word. */
  | { kind: 'late' }
  | ({ kind: 'changed'; state: AlertState; isNewEpisode: boolean } & Pick<Alert, 'changes' | 'flapping'>);

/** What a reading makes of what is known. Pure; states never go backwards on a word that is older than the last. */
export function toTransition(known: Alert | undefined, reading: AlertReading, now: number): Transition {
  if (!known) return { kind: 'new', state: reading.status };
  if (isOlder(known, reading)) return { kind: 'late' };
  const transition = findTransition(known, reading, now);
  // To be heard of again after it was stale is no change of what its sender says.
  const isSaid = transition.kind === 'changed' && (transition.isNewEpisode || transition.state === 'resolved');
  if (!isSaid) return transition;
  const counted = countChange(known, reading.status, now);
  return { ...transition, ...counted, ...(counted.flapping && { state: 'flapping' }) };
}

function findTransition(known: Alert, reading: AlertReading, now: number): Transition {
  if (known.state === 'resolved') return whenResolved(known, reading, now);
  return known.state === 'flapping' ? whenFlapping(known, reading, now) : whenOpen(known, reading);
}

function whenFlapping(known: Alert, reading: AlertReading, now: number): Transition {
  if (known.status === 'firing') return whenOpen(known, reading);
  if (reading.status === 'resolved') return { kind: 'repeat' };
  return isOvertaken(known, reading, now)
    ? { kind: 'late' }
    : { kind: 'changed', state: 'reopened', isNewEpisode: true };
}

function whenOpen(known: Alert, reading: AlertReading): Transition {
  if (reading.status === 'resolved') return { kind: 'changed', state: 'resolved', isNewEpisode: false };
  if (beginsLater(known, reading)) {
    // Its end was never said; that it is silenced still holds.
    return { kind: 'changed', state: known.state === 'silenced' ? 'silenced' : 'reopened', isNewEpisode: true };
  }
  return known.state === 'stale' ? { kind: 'changed', state: 'firing', isNewEpisode: false } : { kind: 'repeat' };
}

function whenResolved(known: Alert, reading: AlertReading, now: number): Transition {
  if (reading.status === 'resolved') return { kind: 'repeat' };
  if (isOvertaken(known, reading, now)) return { kind: 'late' };
  const isSoon = known.group !== undefined && now - known.changedAt <= REOPEN_MS;
  return isSoon ? { kind: 'changed', state: 'reopened', isNewEpisode: true } : { kind: 'new', state: 'firing' };
}

const isOvertaken = (known: Alert, { startsAt }: AlertReading, now: number): boolean =>
  known.isStartKnown && startsAt === known.startsAt && now - known.changedAt <= OVERTAKEN_MS;

function isOlder(known: Alert, { startsAt, saidAt }: AlertReading): boolean {
  if (known.isStartKnown && startsAt !== undefined && startsAt < known.startsAt) return true;
  return known.saidAt !== undefined && saidAt !== undefined && saidAt < known.saidAt;
}

const beginsLater = (known: Alert, { startsAt }: AlertReading): boolean =>
  known.isStartKnown && startsAt !== undefined && startsAt > known.startsAt;
