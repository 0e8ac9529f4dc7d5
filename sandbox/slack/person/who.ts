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

/** A channel this person may look at: public ones, and those they are in. */
export function getVisible(core: Core, userId: string, channelId: string): Channel {
  const channel = core.state.channels.get(channelId);
  if (!channel) throw new Error(`no such channel: ${channelId}`);
  if (channel.kind !== 'public' && !channel.members.has(userId)) throw new Error(`${userId} cannot see ${channelId}`);
  return channel;
}

/** What every interaction payload says about workspace, app and person. */
export function toSender({ state }: Core, person: Person): JsonObject {
  const { id, name } = person;
  return {
    user: { id, username: name, name, team_id: state.team.id },
    api_app_id: state.app.id,
    token: state.credentials.verificationToken,
    team: { id: state.team.id, domain: state.team.domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}
