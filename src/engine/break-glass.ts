import type { Actor } from '../core/actor.ts';
import { OpsError } from '../core/errors.ts';
import type { Review } from '../core/guards.ts';
import { newGuardId } from '../core/ids.ts';
import type { Inventory } from '../core/inventory.ts';
import type { MessageDraft } from '../core/message.ts';
import { judgeNamed, tally } from '../core/policy.ts';
import type { GlassBreak } from '../core/ports/runs.ts';
import { gateEnd, type Run } from '../core/run.ts';
import type { RunChange } from '../core/store.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { cardMessage, entry } from './changes.ts';
import { requireOpenGate } from './decisions.ts';
import type { Vetted } from './policy-check.ts';
import { findMissing } from './remind.ts';

interface Facts {
  vetted: Vetted;
  inventory: Inventory;
  texts: Texts;
  now: Date;
}

/**
 * Goes on without the approvals: for those whom the inventory allows it, with the service's name typed and a reason given.
 * It is written down and told before anything is done, and leaves a review that somebody else must close.
 */
export function breakGlassChange(run: Run, glass: GlassBreak, { vetted, inventory, texts, now }: Facts): RunChange {
  const { actor, binding, service, reason } = glass;
  const gate = requireOpenGate(run, binding, texts, now);
  requireAllowed(actor, vetted, inventory, texts);
  if (service.trim().toLowerCase() !== run.service.toLowerCase())
    throw wrongField('service', texts.guards.glassWrongService({ service: run.service }));
  if (reason === '') throw wrongField('reason', texts.guards.glassNoReason);
  const votes = run.votes.filter((vote) => vote.subject === binding);
  const { given, needed } = tally(gate, votes, inventory.people);
  const at = now.getTime();
  const who = { person: actor.person, ...(actor.slackId !== undefined && { slackId: actor.slackId }) };
  const { runbook } = run;
  const review: Review = { id: newGuardId('rev', now), run: run.id, service: run.service, runbook, ...who, reason, at };
  return {
    run: {
      status: 'running',
      clearedUpTo: gateEnd(run, gate),
      expiresAt: undefined,
      notice: undefined,
      glass: { ...who, reason, at, binding, given, needed },
    },
    review,
    audit: [
      entry(run, actor, 'approval.glass-broken', {
        details: { binding, planHash: run.planHash, reason, given, needed, review: review.id },
      }),
    ],
    messages: [
      cardMessage(run),
      reviewMessage(review, inventory, findMissing(run, gate, inventory)),
      ...auditMessage(review, inventory, texts),
    ],
  };
}

function requireAllowed(actor: Actor, { standing, members }: Vetted, inventory: Inventory, texts: Texts): void {
  const named = inventory.policies.breakGlass.allowed;
  const verdict = judgeNamed({ named, voter: actor, standing, members, people: inventory.people });
  if (verdict !== true)
    throw new OpsError('not_allowed', texts.guards.glassRefused, { hint: texts.guards.glassRefusedHint });
}

const wrongField = (field: string, message: string): OpsError =>
  new OpsError('invalid_input', message, { details: { field } });

/** The review where everybody sees it, with its button until it is closed. */
export function reviewMessage(review: Review, { slack }: Inventory, mention: readonly string[]): MessageDraft {
  return {
    key: `review/${review.id}`,
    kind: 'review',
    channel: slack.channels.incidents,
    runId: review.run,
    body: { review: review.id, mention: [...mention] },
  };
}

function auditMessage(review: Review, { slack }: Inventory, texts: Texts): MessageDraft[] {
  const { audit } = slack.channels;
  if (audit === undefined) return [];
  const { id, run, runbook, service, person, reason } = review;
  const text = texts.guards.glassBroken({ run, runbook, service, person, reason });
  return [{ key: `review/${id}/audit`, kind: 'announcement', channel: audit, runId: run, body: { text } }];
}
