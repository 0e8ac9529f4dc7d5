import { accountsOf, type Actor } from '../core/actor.ts';
import { OpsError } from '../core/errors.ts';
import type { Inventory } from '../core/inventory.ts';
import { judge, judgeNamed, type Asked, type Standing, type Verdict } from '../core/policy.ts';
import type { Directory } from '../core/ports/directory.ts';
import type { Run } from '../core/run.ts';
import type { Texts } from '../core/texts/catalogue.ts';

/** What the chat platform says about a person, asked before the transaction in which it counts. */
export interface Vetted {
  standing: Standing;
  members: ReadonlyMap<string, ReadonlySet<string>>;
}

export async function vet(actor: Actor, groups: readonly string[], directory: Directory): Promise<Vetted> {
  const [standing, members] = await Promise.all([
    // Without an account there is nothing to ask, and nothing that such a person is entitled to.
    actor.slackId === undefined ? ('active' as const) : directory.findStanding(actor.slackId),
    findMembership(groups, directory),
  ]);
  return { standing, members };
}

/** Group members are asked for when a click arrives; what cannot be known is left out. */
export async function findMembership(groups: readonly string[], directory: Directory): Promise<Vetted['members']> {
  const members = new Map<string, ReadonlySet<string>>();
  await Promise.all(
    [...new Set(groups)]
      .filter((id) => id.startsWith('S'))
      .map(async (group) => {
        const found = await directory.findMembers(group);
        if (found) members.set(group, found);
      }),
  );
  return members;
}

/** Throws `not_allowed` unless this person may start, answer, cancel, freeze. */
export async function requireOperator(
  actor: Actor,
  { inventory, directory, texts }: { inventory: Inventory; directory: Directory; texts: Texts },
): Promise<void> {
  if (actor.via === 'system' || actor.via === 'schedule') return;
  const { people } = inventory;
  const named = inventory.policies.operators ?? people.flatMap(accountsOf);
  const { standing, members } = await vet(actor, named, directory);
  if (judgeNamed({ named, voter: actor, standing, members, people }) === true) return;
  throw new OpsError('not_allowed', texts.runs.notOperator, { hint: texts.runs.notOperatorHint });
}

/** The policy function with the refusal put into words. */
export function requireVote(
  run: Run,
  question: { gate: Asked; subject: string; actor: Actor; vetted: Vetted; people: Inventory['people'] },
  texts: Texts,
): Extract<Verdict, { allowed: true }> {
  const { gate, subject, actor, vetted, people } = question;
  const votes = run.votes.filter((vote) => vote.subject === subject);
  const verdict = judge({ gate, requester: run.requestedBy, votes, voter: actor, people, ...vetted });
  if (verdict.allowed) return verdict;
  throw toVoteRefusal(verdict, texts);
}

export function toVoteRefusal({ reason }: Extract<Verdict, { allowed: false }>, texts: Texts): OpsError {
  return new OpsError('not_allowed', texts.guards.voteRefused[reason], { hint: texts.guards.voteRefusedHint[reason] });
}
