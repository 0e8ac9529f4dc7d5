import type { Clock } from './core/clock.ts';
import type { Directory } from './core/ports/directory.ts';

const LIMIT_MS = 3_000;

/** Whoever decides something never waits for Slack for long: what is not known by then is not known. */
export function limitDirectory(directory: Directory, clock: Clock): Directory {
  async function within<T>(answer: Promise<T>): Promise<T | undefined> {
    const late = new AbortController();
    const first = await Promise.race([answer, clock.sleep(LIMIT_MS, late.signal)]);
    late.abort();
    return first ?? undefined;
  }
  return {
    findMembers: (usergroup) => within(directory.findMembers(usergroup)),
    findStanding: async (slackId) => (await within(directory.findStanding(slackId))) ?? 'unknown',
  };
}
