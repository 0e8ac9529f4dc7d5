import { randomBytes } from 'node:crypto';
import { SlackError } from '../api/slack-error.ts';
import type { Clock } from '../../../src/core/clock.ts';

const VALID_MS = 3000;

/** Trigger ids: each opens one modal, within 3 seconds, for the person who acted. */
export interface Triggers {
  issue(user: string): string;
  /** The person behind a trigger, which is used up; throws Slack's errors. */
  take(id: string): string;
}

export function createTriggers(clock: Clock): Triggers {
  const issued = new Map<string, { user: string; atMs: number; used: boolean }>();
  return {
    issue(user) {
      const atMs = clock.now().getTime();
      const id = `${issued.size + 1}.${atMs}.${randomBytes(16).toString('hex')}`;
      issued.set(id, { user, atMs, used: false });
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
