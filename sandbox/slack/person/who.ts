import { domainOf } from '../connected-teams.ts';
import type { Core } from '../core.ts';
import type { JsonObject } from '../json-object.ts';
import type { Channel, Person } from '../state.ts';

/** The person, who must be able to act. */
export function getActive(core: Core, userId: string): Person {
  const person = core.state.people.get(userId);
  if (!person) throw new Error(`no such person: ${userId}`);
  if (person.deleted) throw new Error(`${person.name} is deactivated`);
  return person;
}

/** A channel this person may look at: public ones (not for guests and people of other workspaces), and those they are in. */
export function getVisible(core: Core, userId: string, channelId: string): Channel {
  const channel = core.state.channels.get(channelId);
  if (!channel) throw new Error(`no such channel: ${channelId}`);
  if (!isVisible(core, userId, channel)) throw new Error(`${userId} cannot see ${channelId}`);
  return channel;
}

export function isVisible({ state }: Core, userId: string, { kind, members }: Channel): boolean {
  if (members.has(userId)) return true;
  const person = state.people.get(userId);
  return kind === 'public' && person?.guest === undefined && person?.teamId === state.team.id;
}

/** What every interaction payload says about workspace, app and person: over Slack Connect the person's own workspace. */
export function toSender({ state }: Core, person: Person): JsonObject {
  const { id, name, teamId } = person;
  return {
    user: { id, username: name, name, team_id: teamId },
    api_app_id: state.app.id,
    token: state.credentials.verificationToken,
    team: { id: teamId, domain: domainOf(state, teamId) },
    enterprise: null,
    is_enterprise_install: false,
  };
}
