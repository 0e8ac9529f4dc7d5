import type { Clock } from '../../src/core/clock.ts';
import type { JsonObject } from './json-object.ts';

export interface Violation {
  method: string;
  error: string;
  messages: string[];
}

export interface RecordedCall {
  method: string;
  at: Date;
  args: JsonObject;
  error?: string;
}

/** What a correct app may meet: others changed the world first. Everything else that is refused is the app's mistake. */
const STATE_ERRORS = new Set([
  'already_reacted',
  'hash_conflict',
  'is_archived',
  'is_inactive',
  'message_not_found',
  // Somebody typed a command where nobody invited the bot.
  'not_in_channel',
  'not_found',
  'ratelimited',
  'thread_not_found',
  'user_disabled',
]);

export interface CallRecord {
  readonly calls: RecordedCall[];
  readonly violations: Violation[];
  call(method: string, args: JsonObject): RecordedCall;
  /** Notes a refusal, as a violation too unless the app could not have known better. */
  refused(method: string, error: string, messages?: string[]): void;
}

export function createRecord(clock: Clock): CallRecord {
  const calls: RecordedCall[] = [];
  const violations: Violation[] = [];
  return {
    calls,
    violations,
    call(method, args) {
      const { token: _token, ...rest } = args;
      const call: RecordedCall = { method, at: clock.now(), args: structuredClone(rest) };
      calls.push(call);
      return call;
    },
    refused(method, error, messages = []) {
      if (!STATE_ERRORS.has(error)) violations.push({ method, error, messages });
    },
  };
}
