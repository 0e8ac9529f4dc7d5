import type { Clock } from '../../src/core/clock.ts';
import type { ShownUsers } from '../page-server/shapes.ts';
import type { Visit } from '../world/visit.ts';

export interface UserTrickle {
  current(): ShownUsers;
  /** Visits until the signal is aborted. */
  run(signal: AbortSignal): Promise<void>;
}

const EVERY_MS = 700;
const KEPT_MS = 60_000;

/** A user who opens the service again and again, one visit after the other. */
export function createUserTrickle(deps: { clock: Clock; visit(): Promise<Visit>; changed(): void }): UserTrickle {
  const { clock, visit, changed } = deps;
  const totals = { primary: 0, standby: 0, failed: 0 };
  let recent: ShownUsers['recent'] = [];

  return {
    current: () => ({ recent: [...recent], totals: { ...totals } }),
    async run(signal) {
      while (!signal.aborted) {
        const began = clock.now();
        const { site, error } = toSeen(await visit());
        if (signal.aborted) return;
        const now = clock.now().getTime();
        totals[site ?? 'failed'] += 1;
        const kept = recent.filter((it) => now - new Date(it.at).getTime() < KEPT_MS);
        recent = [...kept, { at: began.toISOString(), site, ms: now - began.getTime(), error }];
        changed();
        await clock.sleep(Math.max(0, began.getTime() + EVERY_MS - now), signal);
      }
    },
  };
}

/** An error page is no answer to a user. */
function toSeen({ site, status, error }: Visit): Pick<ShownUsers['recent'][number], 'site' | 'error'> {
  if (error !== undefined) return { site: null, error };
  if ((status ?? 0) >= 500) return { site: null, error: `${status} from ${site ?? 'nobody known'}` };
  return site === undefined ? { site: null, error: 'it does not say who answers' } : { site, error: null };
}
