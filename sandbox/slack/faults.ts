export type FaultMode = 'ratelimited' | 'http500' | 'http503' | 'reset-before' | 'reset-after-apply' | 'hang';

export interface Fault {
  mode: FaultMode;
  retryAfterSeconds: number;
}

export interface PlannedFault {
  /** How many calls it still waits for. */
  readonly left: number;
  takeBack(): void;
}

export interface FaultPlan {
  /** Slack is out: connections are reset, nothing is delivered. */
  isDown: boolean;
  /** The Web API answers as ever, and nothing is delivered, over whichever connection or address. */
  isMute: boolean;
  /**
   * The next `times` calls of a Web API method go wrong. Other names: `response_url`, `upload`, and `*` for whatever
   * comes next.
   */
  failNext(method: string, fault: { times?: number; mode: FaultMode; retryAfterSeconds?: number }): PlannedFault;
  /** The fault for a call that just came in, used up by asking. */
  takeFor(method: string): Fault | undefined;
  clear(): void;
}

export function createFaultPlan(): FaultPlan {
  let planned: (Fault & { method: string; left: number })[] = [];
  return {
    isDown: false,
    isMute: false,
    failNext(method, { times = 1, mode, retryAfterSeconds = 1 }) {
      const fault = { method, left: times, mode, retryAfterSeconds };
      planned.push(fault);
      return {
        get left() {
          return planned.includes(fault) ? fault.left : 0;
        },
        takeBack() {
          planned = planned.filter((each) => each !== fault);
        },
      };
    },
    takeFor(method) {
      const fault = planned.find((each) => each.method === method || each.method === '*');
      if (!fault) return undefined;
      fault.left -= 1;
      planned = planned.filter((each) => each.left > 0);
      return fault;
    },
    clear() {
      planned = [];
    },
  };
}
