import type { Clock } from '../core/clock.ts';
import type { Standing } from '../core/policy.ts';
import type { Log } from '../core/ports/log.ts';
import type { Directory } from '../core/ports/directory.ts';
import { createFreshAnswers } from './fresh-answers.ts';
import type { Identity } from './identity.ts';
import type { SlackWeb } from './web.ts';

export interface SlackDirectory extends Directory {
  /** Slack told of a change: the next question asks anew. */
  forget(usergroup: string): void;
}

interface Deps {
  web: SlackWeb;
  clock: Clock;
  log: Log;
  /** Who we are; undefined until Slack has said so. */
  findIdentity(): Identity | undefined;
}

interface UserInfo {
  user?: {
    deleted?: boolean;
    is_bot?: boolean;
    is_workflow_bot?: boolean;
    is_stranger?: boolean;
    team_id?: string;
    enterprise_user?: { enterprise_id?: string };
  };
}

/**
 * Members of usergroups and the standing of accounts, at most a minute old. What cannot be known is undefined or `unknown`:
 * usergroups.users.list allows about 20 calls a minute, users.info about 100.
 */
export function createDirectory({ web, clock, log, findIdentity }: Deps): SlackDirectory {
  const members = createFreshAnswers(clock, async (usergroup: string) => {
    try {
      const { users } = await web.call<{ users?: string[] }>('usergroups.users.list', { usergroup });
      return users && new Set(users);
    } catch (error) {
      log.warn({ usergroup, err: error }, 'usergroup could not be read');
      return undefined;
    }
  });
  const standings = createFreshAnswers(clock, async (user: string): Promise<Standing | undefined> => {
    try {
      return toStanding(await web.call<UserInfo>('users.info', { user }), findIdentity());
    } catch (error) {
      log.warn({ user, err: error }, 'account could not be read');
      return undefined;
    }
  });
  return {
    async findMembers(usergroup) {
      const known = await members.find(usergroup);
      return known && new Set(known);
    },
    findStanding: async (slackId) => (await standings.find(slackId)) ?? 'unknown',
    forget: members.forget,
  };
}

function toStanding({ user }: UserInfo, us: Identity | undefined): Standing | undefined {
  if (!user || !us) return undefined;
  if (user.deleted) return 'deactivated';
  if (user.is_bot || user.is_workflow_bot) return 'bot';
  const home = [us.teamId, us.enterpriseId];
  const isOurs =
    home.includes(user.team_id) ||
    (us.enterpriseId !== undefined && user.enterprise_user?.enterprise_id === us.enterpriseId);
  return user.is_stranger || !isOurs ? 'stranger' : 'active';
}
