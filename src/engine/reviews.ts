import type { Actor } from '../core/actor.ts';
import { OpsError } from '../core/errors.ts';
import type { Review } from '../core/guards.ts';
import { formatLocalTime } from '../core/local-time.ts';
import { isSamePerson } from '../core/policy.ts';
import type { Guards } from '../core/ports/guards.ts';
import { audited } from './audited.ts';
import { reviewMessage } from './break-glass.ts';
import { entry } from './changes.ts';
import { cleanReason } from './clean-reason.ts';
import type { EngineDeps } from './deps.ts';
import { requireOperator } from './policy-check.ts';

/** What broken glass leaves behind, until an operator who did not break it has said what was found. */
export function createReviews(deps: EngineDeps): Pick<Guards, 'listOpenReviews' | 'closeReview'> {
  const { store, clock, texts, inventory } = deps;

  async function close(id: string, actor: Actor, notes: string): Promise<Review> {
    await requireOperator(actor, deps);
    if (notes === '') throw new OpsError('invalid_input', texts.guards.notesNeeded, { details: { field: 'notes' } });
    const now = clock.now();
    return store.guards.closeReview(id, now, (open) => {
      if (open.closedAt !== undefined) {
        const time = formatLocalTime(new Date(open.closedAt), now, inventory.timezone);
        throw new OpsError('conflict', texts.guards.reviewedAlready({ person: open.closedBy ?? '', time }));
      }
      if (isSamePerson(actor, open, inventory.people))
        throw new OpsError('not_allowed', texts.guards.reviewOwn, { hint: texts.guards.reviewOwnHint });
      const run = { id: open.run, service: open.service };
      return {
        closedBy: actor.person,
        notes,
        audit: [entry(run, actor, 'review.closed', { details: { review: id, notes, brokenBy: open.person } })],
        messages: [reviewMessage(open, inventory, [])],
      };
    });
  }

  return {
    listOpenReviews: () => store.guards.listOpenReviews(),
    async closeReview(id, { actor, notes }) {
      const review = await store.guards.findReview(id);
      if (!review) throw new OpsError('not_found', texts.guards.noReview);
      const { service, run } = review;
      const about = { actor, act: 'review.closed', subject: { service, run } };
      return audited(about, deps, () => close(id, actor, cleanReason(notes)));
    },
  };
}
