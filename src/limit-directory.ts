import type { Clock } from './core/clock.ts';
import type { Directory } from './core/ports/directory.ts';

const LIMIT_MS = 3_000;

/** Whoever decides something never waits for Slack for long: what is not known by then is not known, and nobody is a member. */
export function limitDirectory(directory: Directory, clock: Clock): Directory {
  return {
    async findMembers(usergroup) {
      const late = new AbortController();
      const members = await Promise.race([directory.findMembers(usergroup), clock.sleep(LIMIT_MS, late.signal)]);
      late.abort();
      return members ?? undefined;
    },
  };
}
