import type { Clock } from '../../src/core/clock.ts';
import type { Alert } from './alert.ts';
import type { Sent } from './send-webhook.ts';

export interface GroupPace {
  /** Between two looks at whether there is something to tell; a try to tell it ends with it, too. */
  groupIntervalMs: number;
  /** A firing alert is told again after this. */
  repeatIntervalMs: number;
}

export interface AlertGroup {
  readonly alert: Alert;
  /** What came of telling it last. */
  readonly delivered: string;
  resolve(): void;
}

const FIRST_WAIT_MS = 500;
const GROWTH = 1.5;

/**
 * Alertmanager's (and Grafana's) way with a group, here of one alert: told at once, then looked at each group interval;
 * told again when it resolved or the repeat interval is over. Of a 5xx or no answer, Alertmanager tries again with growing
 * waits until the interval is over, Grafana does not; after a 4xx both wait for the next interval. What resolved before
 * anybody was told is never told.
 */
export function startAlertGroup(
  first: Alert,
  deps: {
    clock: Clock;
    pace: GroupPace;
    isRetrying: boolean;
    signal: AbortSignal;
    send(alert: Alert, timeoutMs: number): Promise<Sent>;
    changed(): void;
  },
): AlertGroup {
  const { clock, pace, isRetrying, signal, send, changed } = deps;
  let alert = first;
  let delivered = 'not yet sent';
  let told: { isFiring: boolean; at: number } | undefined;

  const now = (): number => clock.now().getTime();

  function isDue(): boolean {
    if (alert.endsAt !== undefined) return told?.isFiring === true;
    return told === undefined || now() - told.at >= pace.repeatIntervalMs;
  }

  async function tell(until: number): Promise<void> {
    const telling = alert;
    for (let waitMs = FIRST_WAIT_MS; ; waitMs *= GROWTH) {
      const sent = await send(telling, Math.max(1, until - now()));
      if (signal.aborted) return;
      const goesOn = sent.outcome === 'failed' && isRetrying && now() + waitMs < until;
      delivered = sent.outcome === 'accepted' ? sent.text : `${sent.text}, tries again`;
      if (sent.outcome === 'accepted') told = { isFiring: telling.endsAt === undefined, at: now() };
      changed();
      if (!goesOn) return;
      await clock.sleep(waitMs, signal);
      if (signal.aborted) return;
    }
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const until = now() + pace.groupIntervalMs;
      if (isDue()) await tell(until);
      if (alert.endsAt !== undefined && !isDue()) return;
      await clock.sleep(Math.max(0, until - now()), signal);
    }
  }

  void run();
  return {
    get alert() {
      return alert;
    },
    get delivered() {
      return delivered;
    },
    resolve() {
      if (alert.endsAt !== undefined) return;
      alert = { ...alert, endsAt: clock.now() };
      if (told === undefined) delivered = 'never sent';
      changed();
    },
  };
}
