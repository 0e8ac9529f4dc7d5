import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/ports/log.ts';
import type { Directory } from '../core/ports/directory.ts';
import type { SlackWeb } from './web.ts';

export interface SlackDirectory extends Directory {
  /** Slack told of a change: the next question asks anew. */
  forget(usergroup: string): void;
}

/** usergroups.users.list allows about 20 calls a minute. */
const CACHE_MS = 60_000;

/** Members of usergroups, at most a minute old. What cannot be known is undefined: then nobody is a member. */
export function createDirectory({ web, clock, log }: { web: SlackWeb; clock: Clock; log: Log }): SlackDirectory {
  const known = new Map<string, { members: ReadonlySet<string>; at: number }>();
  const asking = new Map<string, Promise<ReadonlySet<string> | undefined>>();
  let changes = 0;

  async function ask(usergroup: string): Promise<ReadonlySet<string> | undefined> {
    const before = changes;
    try {
      const answer = await web.call<{ users?: string[] }>('usergroups.users.list', { usergroup });
      if (!answer.users) return undefined;
      const members = new Set(answer.users);
      // A change that was told meanwhile makes this answer old before it is stored.
      if (changes === before) known.set(usergroup, { members, at: clock.now().getTime() });
      return members;
    } catch (error) {
      log.warn({ usergroup, err: error }, 'usergroup could not be read');
      return undefined;
    }
  }

  return {
    async findMembers(usergroup) {
      const cached = known.get(usergroup);
      if (cached && clock.now().getTime() - cached.at < CACHE_MS) return new Set(cached.members);
      known.delete(usergroup);
      const pending = asking.get(usergroup) ?? ask(usergroup);
      asking.set(usergroup, pending);
      const members = await pending;
      if (asking.get(usergroup) === pending) asking.delete(usergroup);
      return members;
    },
    forget(usergroup) {
      changes++;
      known.delete(usergroup);
      asking.delete(usergroup);
    },
  };
}
