import type { Actor } from '../actor.ts';
import type { Freeze, Review } from '../guards.ts';

/**
 * What holds everybody back, and what has to be looked at afterwards.
 *
 * Errors, all with texts for the person who asked: `not_allowed` (not an operator, one's own broken glass), `conflict`
 * (frozen already, not frozen, reviewed already), `not_found`, `invalid_input` (no notes).
 */
export interface Guards {
  /** From the next destructive step on, wherever it is. */
  freeze(actor: Actor, reason: string): Promise<Freeze>;
  /** Runs that stopped for it go on when somebody presses Retry. */
  unfreeze(actor: Actor): Promise<Freeze>;
  findFreeze(): Promise<Freeze | undefined>;
  listOpenReviews(): Promise<readonly Review[]>;
  closeReview(id: string, closing: { actor: Actor; notes: string }): Promise<Review>;
}
