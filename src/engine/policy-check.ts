import type { Actor } from '../core/actor.ts';
import { OpsError } from '../core/errors.ts';
import type { Inventory } from '../core/inventory.ts';
import { judge, type Verdict } from '../core/policy.ts';
import type { Directory } from '../core/ports/directory.ts';
import type { Gate, Run } from '../core/run.ts';
import type { Texts } from '../core/texts/catalogue.ts';

/** Group members are asked for when a click arrives, before the transaction; what cannot be known is left out. */
export async function findMembership(
  groups: readonly string[],
  directory: Directory,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const members = new Map<string, ReadonlySet<string>>();
  await Promise.all(
    groups
      .filter((id) => id.startsWith('S'))
      .map(async (group) => {
        const found = await directory.findMembers(group);
        if (found) members.set(group, found);
      }),
  );
  return members;
}

/** Throws `not_allowed` unless this person may start, answer and cancel runs. */
export async function requireOperator(
  actor: Actor,
  { inventory, directory, texts }: { inventory: Inventory; directory: Directory; texts: Texts },
): Promise<void> {
  if (actor.via === 'system' || actor.via === 'schedule') return;
  const operators = inventory.policies.operators ?? inventory.people.map((person) => person.slack);
  const { slackId } = actor;
  if (slackId !== undefined) {
    if (operators.includes(slackId)) return;
    const members = await findMembership(operators, directory);
    if ([...members.values()].some((group) => group.has(slackId))) return;
  }
  throw new OpsError('not_allowed', texts.runs.notOperator, { hint: texts.runs.notOperatorHint });
}

/** The policy function with the refusal put into words. */
export function requireVote(
  run: Run,
  question: {
    gate: Pick<Gate, 'approvals' | 'approvers'>;
    subject: string;
    actor: Actor;
    members: ReadonlyMap<string, ReadonlySet<string>>;
  },
  texts: Texts,
): Extract<Verdict, { allowed: true }> {
  const { gate, subject, actor, members } = question;
  const votes = run.votes.filter((vote) => vote.subject === subject);
  const verdict = judge({ gate, requester: run.requestedBy, votes, voter: actor, members });
  if (verdict.allowed) return verdict;
  throw new OpsError('not_allowed', texts.runs.voteRefused[verdict.reason], {
    hint: texts.runs.voteRefusedHint[verdict.reason],
  });
}
