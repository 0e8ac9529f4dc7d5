import { randomBytes } from 'node:crypto';
import { SlackError } from '../api/slack-error.ts';
import { keepNewest } from '../keep-newest.ts';
import type { Clock } from '../../../src/core/clock.ts';

const VALID_MS = 3000;
/** Those before are forgotten, which makes them invalid instead of expired. */
const MAX_KNOWN = 1000;

/** Trigger ids: each opens one modal, within 3 seconds, for the person who acted. */
export interface Triggers {
  issue(user: string): string;
  /** The person behind a trigger, which is used up; throws Slack's errors. */
  take(id: string): string;
}

export function createTriggers(clock: Clock): Triggers {
  const issued = new Map<string, { user: string; atMs: number; used: boolean }>();
  let count = 0;
  return {
    issue(user) {
      const atMs = clock.now().getTime();
      count += 1;
      const id = `${count}.${atMs}.${randomBytes(16).toString('hex')}`;
      issued.set(id, { user, atMs, used: false });
      keepNewest(issued, MAX_KNOWN);
      return id;
    },
    take(id) {
      const trigger = issued.get(id);
      if (!trigger) throw new SlackError('invalid_trigger_id');
      if (trigger.used) throw new SlackError('exchanged_trigger_id');
      if (clock.now().getTime() - trigger.atMs > VALID_MS) throw new SlackError('expired_trigger_id');
      trigger.used = true;
      return trigger.user;
    },
  };
}
