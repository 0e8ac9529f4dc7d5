import type { Channel, State } from './state.ts';

/** Other workspaces with people in a channel (Slack Connect), each once. */
export function connectedTeams({ people, team }: Pick<State, 'people' | 'team'>, channel: Channel): string[] {
  const teams = [...channel.members].map((id) => people.get(id)?.teamId ?? team.id);
  return [...new Set(teams)].filter((id) => id !== team.id);
}

/** `domain` of a workspace, ours or another one. */
export const domainOf = ({ team }: Pick<State, 'team'>, teamId: string): string =>
  teamId === team.id ? team.domain : teamId.toLowerCase();
