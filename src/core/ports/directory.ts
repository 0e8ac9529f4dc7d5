import type { Standing } from '../policy.ts';

/** Who is who right now, as the chat platform says. */
export interface Directory {
  /** User ids of the group; undefined when it cannot be known: then nobody counts as a member. */
  findMembers(usergroup: string): Promise<ReadonlySet<string> | undefined>;
  /** Whether the account is a person of ours; `unknown` when it cannot be told. */
  findStanding(slackId: string): Promise<Standing>;
}
