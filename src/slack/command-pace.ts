import type { Clock } from '../core/clock.ts';
import type { Policies } from '../core/inventory.ts';

/** How many commands each person typed of late. Kept in memory: after a restart everybody begins anew. */
export interface CommandPace {
  /** Milliseconds until this person may type again; undefined: now, and this one is counted. */
  findWaitMs(user: string): number | undefined;
}

export function createCommandPace(limit: Policies['commands'], clock: Clock): CommandPace {
  const typed = new Map<string, readonly number[]>();
  return {
    findWaitMs(user) {
      if (!limit) return undefined;
      const now = clock.now().getTime();
      for (const [one, times] of typed) if ((times.at(-1) ?? 0) <= now - limit.withinMs) typed.delete(one);
      const recent = (typed.get(user) ?? []).filter((at) => at > now - limit.withinMs);
      const [first] = recent;
      // A refused one is not counted: who waits as told is let through.
      if (first !== undefined && recent.length >= limit.count) return first + limit.withinMs - now;
      typed.set(user, [...recent, now]);
      return undefined;
    },
  };
}
