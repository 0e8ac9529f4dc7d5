import type { Inventory, Person } from './inventory.ts';

export type Via = 'slack' | 'cli' | 'schedule' | 'system';

/** Who did something, and through which entrance. */
export interface Actor {
  /** Name in the inventory's `people`, else the Slack id, else `system`. One person has one, whatever the entrance. */
  person: string;
  slackId?: string;
  via: Via;
  /** Through the terminal: the operating system account; `root` where root spoke for the person. */
  account?: string;
}

export const systemActor: Actor = { person: 'system', via: 'system' };

/** The actor behind a Slack user id; `person` is the id itself for people whom the inventory does not know. */
export function toSlackActor(slackId: string, inventory: Pick<Inventory, 'people'>): Actor {
  const known = inventory.people.find((person) => accountsOf(person).includes(slackId));
  return { person: known?.name ?? slackId, slackId, via: 'slack' };
}

/** All Slack accounts of one person. */
export function accountsOf({ slack, otherSlack = [] }: Person): readonly string[] {
  return [slack, ...otherSlack];
}

/** The inventory's entry for somebody, by any of the entry's accounts or by its name. */
export function findPerson(who: { person: string; slackId?: string }, people: readonly Person[]): Person | undefined {
  const byAccount = (id: string): Person | undefined => people.find((person) => accountsOf(person).includes(id));
  const known = who.slackId === undefined ? undefined : byAccount(who.slackId);
  return known ?? people.find((person) => person.name === who.person) ?? byAccount(who.person);
}
