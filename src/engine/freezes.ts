import type { Actor } from '../core/actor.ts';
import type { AuditDraft } from '../core/audit.ts';
import { OpsError } from '../core/errors.ts';
import type { Freeze } from '../core/guards.ts';
import { newGuardId } from '../core/ids.ts';
import type { Json } from '../core/json.ts';
import type { MessageDraft } from '../core/message.ts';
import type { Guards } from '../core/ports/guards.ts';
import type { RunStatus } from '../core/run.ts';
import { audited } from './audited.ts';
import { cardMessage } from './changes.ts';
import { cleanReason } from './clean-reason.ts';
import type { EngineDeps } from './deps.ts';
import { toFrozenError } from './freeze.ts';
import { requireOperator } from './policy-check.ts';

const ACTIVE: readonly RunStatus[] = ['pending', 'observing', 'awaiting_approval', 'running', 'needs_attention'];
/** One a service holds its lock, and some only read. */
const MAX_ACTIVE = 200;

/** Freezing and unfreezing, by operators. */
export function createFreezes(deps: EngineDeps): Pick<Guards, 'freeze' | 'unfreeze' | 'findFreeze'> {
  const { store, clock, texts, inventory } = deps;

  /** Every card says whether everything is frozen, so all that may still change are drawn anew. */
  async function cards(): Promise<MessageDraft[]> {
    return (await store.runs.list({ status: ACTIVE, limit: MAX_ACTIVE })).map(cardMessage);
  }

  const told = ({ id }: Freeze, what: 'begun' | 'ended', text: string): MessageDraft => ({
    key: `freeze/${id}/${what}`,
    kind: 'announcement',
    channel: inventory.slack.channels.incidents,
    body: { text },
  });

  async function begin(actor: Actor, reason: string): Promise<Freeze> {
    await requireOperator(actor, deps);
    const now = clock.now();
    const { person } = actor;
    const freeze = { id: newGuardId('frz', now), since: now.getTime(), person, reason };
    const shown = await cards();
    await store.guards.changeFreeze(now, (open) => {
      if (open) throw toFrozenError(open, { texts, inventory, now });
      return {
        begin: freeze,
        audit: [toEntry(actor, 'freeze.begun', { id: freeze.id, reason })],
        messages: [told(freeze, 'begun', texts.guards.freezeBegun({ person, reason })), ...shown],
      };
    });
    return freeze;
  }

  async function end(actor: Actor): Promise<Freeze> {
    await requireOperator(actor, deps);
    const { person } = actor;
    const shown = await cards();
    const ended: Freeze[] = [];
    await store.guards.changeFreeze(clock.now(), (open) => {
      if (!open) throw new OpsError('conflict', texts.guards.notFrozen);
      ended.push(open);
      return {
        endedBy: person,
        audit: [toEntry(actor, 'freeze.ended', { id: open.id })],
        messages: [told(open, 'ended', texts.guards.freezeEnded({ person })), ...shown],
      };
    });
    return ended[0] as Freeze;
  }

  return {
    freeze: (actor, typed) =>
      audited({ actor, act: 'freeze.begun', subject: {} }, deps, () => begin(actor, cleanReason(typed))),
    unfreeze: (actor) => audited({ actor, act: 'freeze.ended', subject: {} }, deps, () => end(actor)),
    findFreeze: () => store.guards.findFreeze(),
  };
}

const toEntry = ({ person, via }: Actor, act: string, details: Json): AuditDraft => ({
  actor: person,
  via,
  act,
  subject: {},
  outcome: 'ok',
  details,
});
