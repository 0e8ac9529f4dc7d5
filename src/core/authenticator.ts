/** One person's authenticator app, and what was tried with its codes. `person` is the name in the inventory. */
export interface Authenticator {
  person: string;
  /** Base 32. Whoever has it makes the same codes. */
  secret: string;
  enrolledAt: number;
  /** The newest step of 30 s whose code was taken: it and older ones are not taken again. */
  lastStep?: number;
  /** Times of the wrong codes of late. */
  wrongAt: readonly number[];
  lockedUntil?: number;
}

export type CodeVerdict = 'ok' | 'wrong' | 'replayed' | 'locked';

export const MAX_WRONG = 5;
const WRONG_WITHIN_MS = 5 * 60_000;
export const LOCKED_FOR_MS = 15 * 60_000;

/**
 * What becomes of an authenticator by one try; `step` is the one that the code belongs to, undefined for a code of none.
 * The fifth failure within five minutes locks it for fifteen, and while it is locked even a right code is refused.
 */
export function tryCode(
  known: Authenticator,
  step: number | undefined,
  now: number,
): { authenticator: Authenticator; verdict: CodeVerdict; isNewlyLocked: boolean } {
  const { lockedUntil = 0, ...unlocked } = known;
  if (lockedUntil > now) return { authenticator: known, verdict: 'locked', isNewlyLocked: false };
  const isReplayed = step !== undefined && step <= (known.lastStep ?? -1);
  if (step !== undefined && !isReplayed)
    return { authenticator: { ...unlocked, lastStep: step, wrongAt: [] }, verdict: 'ok', isNewlyLocked: false };
  const wrongAt = [...known.wrongAt.filter((at) => at > now - WRONG_WITHIN_MS), now];
  const isNewlyLocked = wrongAt.length >= MAX_WRONG;
  const authenticator = isNewlyLocked
    ? { ...unlocked, wrongAt: [], lockedUntil: now + LOCKED_FOR_MS }
    : { ...unlocked, wrongAt };
  return { authenticator, verdict: isNewlyLocked ? 'locked' : isReplayed ? 'replayed' : 'wrong', isNewlyLocked };
}
