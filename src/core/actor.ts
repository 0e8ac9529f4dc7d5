import type { Inventory } from './inventory.ts';

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
export function toSlackActor(slackId: string, inventory: Inventory): Actor {
  const known = inventory.people.find((person) => person.slack === slackId);
  return { person: known?.name ?? slackId, slackId, via: 'slack' };
}
