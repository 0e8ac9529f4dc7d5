import { accountsOf, findPerson, systemActor } from '../core/actor.ts';
import { formatDuration } from '../core/duration.ts';
import type { Inventory } from '../core/inventory.ts';
import { isSamePerson, tally } from '../core/policy.ts';
import { nextReminderAt, REMINDERS } from '../core/reminders.ts';
import { findNextGate, type Gate, type Run } from '../core/run.ts';
import type { RunChange } from '../core/store.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { cardKey, entry } from './changes.ts';

/** Calls the people again who can still give what is missing; the last time, others too. */
export function remindChange(
  run: Run,
  now: Date,
  { inventory, texts }: { inventory: Inventory; texts: Texts },
): RunChange {
  const gate = findNextGate(run);
  if (!gate) return { run: { reminders: REMINDERS }, audit: [] };
  const reminders = countDue(run, now.getTime());
  const isLast = reminders === REMINDERS;
  const missing = findMissing(run, gate, inventory);
  const mention = isLast ? widened(gate, missing) : missing;
  const facts = {
    service: run.service,
    runbook: run.runbook,
    left: formatDuration(Math.max(0, (run.expiresAt ?? now.getTime()) - now.getTime())),
  };
  return {
    run: { reminders },
    audit: [
      entry(run, systemActor, isLast ? 'approval.widened' : 'approval.reminded', {
        details: { binding: run.binding ?? null, mention: [...mention] },
      }),
    ],
    messages: [
      {
        key: `${run.id}/reminder/${run.gateOpenedAt ?? 0}/${reminders}`,
        kind: 'call',
        channel: run.channel,
        parentKey: cardKey(run.id),
        runId: run.id,
        body: { heading: isLast ? texts.guards.widened(facts) : texts.guards.reminded(facts), outputs: [], mention },
      },
    ],
  };
}

/** After a long stop of the bot, one call stands for those that were missed. */
function countDue(run: Run, now: number): number {
  let reminders = run.reminders ?? 0;
  for (;;) {
    const at = nextReminderAt({ ...run, reminders });
    if (at === undefined || at > now) return reminders;
    reminders++;
  }
}

/** Who may give what is missing: not who asked, nor who has said yes. */
export function findMissing(run: Run, gate: Gate, { people }: Pick<Inventory, 'people'>): string[] {
  const votes = run.votes.filter((vote) => vote.subject === run.binding);
  const spent = [run.requestedBy, ...votes];
  const isSpent = (id: string): boolean =>
    spent.some((voter) => isSamePerson(voter, { person: id, slackId: id }, people));
  const ids = tally(gate, votes, people).open.flatMap(({ from }) => from);
  return [...new Set(ids)].filter((id) => !isSpent(id));
}

/** Whom policy names for this, else all its groups; nobody is left out who was called before. */
function widened({ widen, approvers }: Gate, missing: readonly string[]): string[] {
  const more = widen ?? approvers.filter((id) => id.startsWith('S'));
  return [...new Set([...missing, ...more])];
}

/** The ids of a list without those of one person. */
export function without(ids: readonly string[], who: Run['requestedBy'], people: Inventory['people']): string[] {
  const known = findPerson(who, people);
  const own = new Set([...(known ? accountsOf(known) : []), who.slackId]);
  return ids.filter((id) => !own.has(id));
}
