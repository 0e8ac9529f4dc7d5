import type { Log } from '../core/ports/log.ts';
import { NEEDED_SCOPES } from './manifest.ts';
import type { SlackWeb } from './web.ts';

/** Who we are in the workspace. */
export interface Identity {
  teamId: string;
  enterpriseId: string | undefined;
  botUserId: string;
  botId: string;
}

interface AuthTest {
  team_id?: string;
  enterprise_id?: string | null;
  user_id?: string;
  bot_id?: string;
}

/** Asks Slack who the token belongs to; scopes that are missing are named in the log. Errors: those of SlackWeb.call. */
export async function askIdentity(web: SlackWeb, log: Log): Promise<Identity> {
  const answer = await web.call<AuthTest>('auth.test', {});
  const granted = answer.response_metadata?.scopes;
  const missing = granted ? NEEDED_SCOPES.filter((scope) => !granted.includes(scope)) : [];
  if (missing.length > 0) log.warn({ missing }, 'slack app lacks scopes: reinstall it with manifest.yml');
  return {
    teamId: answer.team_id ?? '',
    enterpriseId: answer.enterprise_id ?? undefined,
    botUserId: answer.user_id ?? '',
    botId: answer.bot_id ?? '',
  };
}
