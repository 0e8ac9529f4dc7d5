import { accountsOf, findPerson } from './actor.ts';
import type { Person, Requirement } from './inventory.ts';
import type { Gate, Vote } from './run.ts';
import { countPlaces, findFilled } from './places.ts';

export interface Voter {
  person: string;
  slackId?: string;
}

/** What the chat platform says of an account; `unknown`: it could not be asked. */
export type Standing = 'active' | 'deactivated' | 'bot' | 'stranger' | 'unknown';

export type Asked = Pick<Gate, 'approvals' | 'approvers' | 'requirements'>;
type Members = ReadonlyMap<string, ReadonlySet<string>>;
type Given = Pick<Vote, 'person' | 'slackId' | 'decision' | 'fills'>;

export interface Question {
  gate: Asked;
  requester: Voter;
  /** Votes for the same subject so far. */
  votes: readonly Given[];
  voter: Voter;
  /** Of the account that the voter came with. */
  standing: Standing;
  /** Members of the gate's usergroups; a missing group means: not known. */
  members: Members;
  /** The inventory's people: who has several accounts is one person. */
  people: readonly Person[];
}

type Barred = Exclude<Standing, 'active' | 'unknown'> | 'standing_unknown';

export type Verdict =
  | {
      allowed: true;
      /** Places filled with this yes, of how many there are. */
      approvals: number;
      needed: number;
      /** Indices of the requirements in which this person may fill a place: kept with the vote. */
      fills: readonly number[];
    }
  | {
      allowed: false;
      reason: Barred | 'requester' | 'not_approver' | 'membership_unknown' | 'already_voted' | 'place_taken';
    };

/**
 * Whether this person's yes counts: the one function for every entrance. The requester never counts, a person counts once
 * and fills one place only, and who cannot be shown to belong to a group does not belong to it.
 */
export function judge(question: Question): Verdict {
  const { gate, requester, votes, voter, members, people } = question;
  const barred = findBar(question);
  if (barred) return { allowed: false, reason: barred };
  if (isSamePerson(voter, requester, people)) return { allowed: false, reason: 'requester' };
  const requirements = requirementsOf(gate);
  const entitled = requirements.map(({ from }) => isNamed(from, voter, members, people));
  const fills = entitled.flatMap((is, index) => (is === true ? [index] : []));
  if (fills.length === 0)
    return { allowed: false, reason: entitled.includes('unknown') ? 'membership_unknown' : 'not_approver' };
  const given = distinctYes(votes, people);
  if (given.some((vote) => isSamePerson(vote, voter, people))) return { allowed: false, reason: 'already_voted' };
  const before = findFilled(requirements, given.map(fillsOf)).length;
  const approvals = findFilled(requirements, [...given.map(fillsOf), fills]).length;
  // Who adds nothing now adds nothing later either, whoever else comes.
  if (approvals === before) return { allowed: false, reason: 'place_taken' };
  return { allowed: true, approvals, needed: countPlaces(requirements), fills };
}

/** Whether this person is among those named, e.g. as operators or for breaking glass. */
export function judgeNamed({
  named,
  ...question
}: { named: readonly string[] } & Pick<Question, 'voter' | 'standing' | 'members' | 'people'>):
  | true
  | Barred
  | 'not_named'
  | 'membership_unknown' {
  const barred = findBar(question);
  if (barred) return barred;
  const is = isNamed(named, question.voter, question.members, question.people);
  if (is === true) return true;
  return is === 'unknown' ? 'membership_unknown' : 'not_named';
}

/** An account that is no person of ours any more. When it cannot be asked, the inventory vouches for its own people. */
function findBar({ standing, voter, people }: Pick<Question, 'standing' | 'voter' | 'people'>): Barred | undefined {
  if (standing === 'active') return undefined;
  if (standing !== 'unknown') return standing;
  return findPerson(voter, people) ? undefined : 'standing_unknown';
}

/** What a gate asks for, as a list: all of it is needed. */
export function requirementsOf({ requirements, approvals, approvers }: Asked): readonly Requirement[] {
  return requirements ?? [{ from: approvers, approvals: Math.max(1, approvals) }];
}

/** How many places these votes fill, and what is still asked for. */
export function tally(
  gate: Asked,
  votes: readonly Given[],
  people: readonly Person[],
): { given: number; needed: number; open: readonly Requirement[] } {
  const requirements = requirementsOf(gate);
  const filled = findFilled(requirements, distinctYes(votes, people).map(fillsOf));
  const open = requirements
    .map(({ from, approvals }, index) => ({
      from,
      approvals: approvals - filled.filter((place) => place === index).length,
    }))
    .filter(({ approvals }) => approvals > 0);
  return { given: filled.length, needed: countPlaces(requirements), open };
}

/** The yeses, one for each person. */
export function distinctYes<V extends Given>(votes: readonly V[], people: readonly Person[]): readonly V[] {
  const yes = votes.filter((vote) => vote.decision !== 'deny');
  return yes.filter((vote, index) => yes.findIndex((other) => isSamePerson(other, vote, people)) === index);
}

/** Votes of before there were several requirements have none noted. */
const fillsOf = ({ fills }: Pick<Vote, 'fills'>): readonly number[] => fills ?? [0];

/** Any entrance and any account, one person: by the name in the inventory or by a Slack id. */
export function isSamePerson(a: Voter, b: Voter, people: readonly Person[]): boolean {
  if (a.person === b.person || (a.slackId !== undefined && a.slackId === b.slackId)) return true;
  const known = findPerson(a, people);
  return known !== undefined && known === findPerson(b, people);
}

/** An account counts for all that its person is; without one nobody is in any list. */
function isNamed(
  named: readonly string[],
  voter: Voter,
  members: Members,
  people: readonly Person[],
): boolean | 'unknown' {
  if (voter.slackId === undefined) return false;
  const known = findPerson(voter, people);
  const ids = [voter.slackId, ...(known ? accountsOf(known) : [])];
  const groups = named.filter((id) => id.startsWith('S'));
  if (ids.some((id) => named.includes(id) || groups.some((group) => members.get(group)?.has(id)))) return true;
  return groups.some((group) => !members.has(group)) ? 'unknown' : false;
}
