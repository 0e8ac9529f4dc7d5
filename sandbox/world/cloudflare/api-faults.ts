import { ORDINARY_TOKEN } from './authorise.ts';
import type { TokenState, TokenTraits } from './authorise.ts';

export type Direction = 'read' | 'write';

/** One thing that goes wrong with a request. `isApplied`: the request is carried out before it does. */
export type Trouble =
  | { kind: 'status'; status: 500 | 502 | 503 | 429; retryAfterSeconds: number; isApplied: boolean }
  | { kind: 'reset'; isApplied: boolean }
  | { kind: 'hang'; isApplied: boolean; isBodyOnly: boolean }
  | { kind: 'success-false'; isApplied: false };

export interface PlannedTrouble {
  /** How many requests it still waits for. */
  readonly left: number;
  takeBack(): void;
}

export interface ApiFaults {
  failNext(fault: {
    times?: number;
    status: 500 | 502 | 503 | 429 | 'reset';
    /** Only requests that read, or only those that write. */
    on?: Direction;
    afterApply?: boolean;
    retryAfterSeconds?: number;
  }): PlannedTrouble;
  /** No answer comes; with `body` the headers come and the body never does. */
  hang(fault?: { times?: number; on?: Direction; afterApply?: boolean; body?: boolean }): PlannedTrouble;
  /** 200 with `success: false`, nothing done. */
  successFalse(times?: number, on?: Direction): PlannedTrouble;
  badToken(isOn: boolean): void;
  readOnlyToken(isOn: boolean): void;
  /** Another token than the ordinary one of a user, which may not read itself. */
  tokenIs(traits: Partial<TokenTraits>): void;
  /** What is wrong with the token now. */
  readonly token: Readonly<Pick<TokenState, 'isBad' | 'isReadOnly'>>;
  clear(): void;
}

/** `take` gives the trouble that is due for a request, and counts it. */
export function createApiFaults(token: TokenState): {
  faults: ApiFaults;
  take(direction: Direction): Trouble | undefined;
} {
  let queue: { times: number; on: Direction | undefined; trouble: Trouble }[] = [];
  const add = (times: number, on: Direction | undefined, trouble: Trouble): PlannedTrouble => {
    const planned = { times, on, trouble };
    queue.push(planned);
    return {
      get left() {
        return queue.includes(planned) ? planned.times : 0;
      },
      takeBack() {
        queue = queue.filter((it) => it !== planned);
      },
    };
  };
  const faults: ApiFaults = {
    failNext({ times = 1, status, on, afterApply = false, retryAfterSeconds = 1 }) {
      if (status === 'reset') return add(times, on, { kind: 'reset', isApplied: afterApply });
      return add(times, on, { kind: 'status', status, retryAfterSeconds, isApplied: afterApply });
    },
    hang({ times = 1, on, afterApply = false, body = false } = {}) {
      return add(times, on, { kind: 'hang', isApplied: afterApply, isBodyOnly: body });
    },
    successFalse: (times = 1, on) => add(times, on, { kind: 'success-false', isApplied: false }),
    badToken: (isOn) => void (token.isBad = isOn),
    readOnlyToken: (isOn) => void (token.isReadOnly = isOn),
    tokenIs: (traits) => void Object.assign(token, traits),
    token,
    clear() {
      queue = [];
      Object.assign(token, { isBad: false, isReadOnly: false, ...ORDINARY_TOKEN });
    },
  };
  return {
    faults,
    take(direction) {
      const due = queue.find((it) => it.times > 0 && (it.on === undefined || it.on === direction));
      if (due === undefined) return undefined;
      due.times -= 1;
      if (due.times === 0) queue = queue.filter((it) => it !== due);
      return due.trouble;
    },
  };
}
