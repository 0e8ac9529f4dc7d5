import type { Clock } from '../../src/core/clock.ts';
import type { JsonObject } from './json-object.ts';
import { isStateError } from './state-errors.ts';

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

const MAX_CALLS = 2000;
const MAX_VIOLATIONS = 1000;

export interface CallRecord {
  /** The newest 2,000. */
  readonly calls: RecordedCall[];
  /** The newest 1,000. */
  readonly violations: Violation[];
  /** Since the start, forgotten ones too. */
  readonly counts: { calls: number; violations: number };
  call(method: string, args: JsonObject): RecordedCall;
  violation(violation: Violation): void;
  /** Notes a refusal, as a violation too unless the app could not have known better. */
  refused(method: string, error: string, messages?: string[]): void;
}

export function createRecord(clock: Clock): CallRecord {
  const calls: RecordedCall[] = [];
  const violations: Violation[] = [];
  const counts = { calls: 0, violations: 0 };
  const add = (violation: Violation): void => {
    counts.violations += 1;
    push(violations, violation, MAX_VIOLATIONS);
  };
  return {
    calls,
    violations,
    counts,
    call(method, args) {
      const { token: _token, ...rest } = args;
      const call: RecordedCall = { method, at: clock.now(), args: structuredClone(rest) };
      counts.calls += 1;
      push(calls, call, MAX_CALLS);
      return call;
    },
    violation: add,
    refused(method, error, messages = []) {
      if (!isStateError(method, error)) add({ method, error, messages });
    },
  };
}

function push<T>(all: T[], one: T, limit: number): void {
  all.push(one);
  if (all.length > limit) all.splice(0, all.length - limit);
}
