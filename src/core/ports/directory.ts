/** Who belongs to a usergroup right now, as the chat platform says. */
export interface Directory {
  /** User ids of the group; undefined when it cannot be known: then nobody counts as a member. */
  findMembers(usergroup: string): Promise<ReadonlySet<string> | undefined>;
}
