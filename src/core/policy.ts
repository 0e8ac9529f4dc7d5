import type { Gate, Vote } from './run.ts';

export interface Voter {
  person: string;
  slackId?: string;
}

export interface Question {
  gate: Pick<Gate, 'approvals' | 'approvers'>;
  requester: Voter;
  /** Votes for the same subject so far. */
  votes: readonly Pick<Vote, 'person' | 'slackId' | 'decision'>[];
  voter: Voter;
  /** Members of the gate's usergroups; a missing group means: not known. */
  members: ReadonlyMap<string, ReadonlySet<string>>;
}

export type Verdict =
  | { allowed: true; approvals: number; needed: number }
  | { allowed: false; reason: 'requester' | 'not_approver' | 'membership_unknown' | 'already_voted' };

/**
 * Whether this person's yes counts: the one function for every entrance. The requester never counts, a person counts
 * once, and who cannot be shown to belong to a group does not belong to it.
 */
export function judge({ gate, requester, votes, voter, members }: Question): Verdict {
  if (isSamePerson(voter, requester)) return { allowed: false, reason: 'requester' };
  const entitled = isEntitled(gate.approvers, voter, members);
  if (entitled !== true) return { allowed: false, reason: entitled };
  const yes = votes.filter((vote) => vote.decision !== 'deny');
  const people = yes.filter((vote, index) => yes.findIndex((other) => isSamePerson(other, vote)) === index);
  if (people.some((vote) => isSamePerson(vote, voter))) return { allowed: false, reason: 'already_voted' };
  return { allowed: true, approvals: people.length + 1, needed: Math.max(1, gate.approvals) };
}

/** Two entrances, one person: by the name in the inventory or by the Slack id. */
export function isSamePerson(a: Voter, b: Voter): boolean {
  return a.person === b.person || (a.slackId !== undefined && a.slackId === b.slackId);
}

function isEntitled(
  approvers: readonly string[],
  { slackId }: Voter,
  members: Question['members'],
): true | 'not_approver' | 'membership_unknown' {
  if (slackId === undefined) return 'not_approver';
  if (approvers.includes(slackId)) return true;
  const groups = approvers.filter((id) => id.startsWith('S'));
  if (groups.some((group) => members.get(group)?.has(slackId))) return true;
  return groups.some((group) => !members.has(group)) ? 'membership_unknown' : 'not_approver';
}
