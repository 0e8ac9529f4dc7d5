import type { Clock } from '../../src/core/clock.ts';
import type { Alert } from './alert.ts';
import type { AlertGroup } from './alert-group.ts';
import type { Sent } from './send-webhook.ts';

const TRIES = 3;
const WAIT_MS = 1_000;
const TIMEOUT_MS = 60_000;

/**
 * A Kibana rule that acts on a change of its status: a connector tells once. It tries again after a 5xx or 429 and gives
 * up when nobody answers: then the news is lost.
 */
export function startKibanaRule(
  first: Alert,
  deps: {
    clock: Clock;
    signal: AbortSignal;
    send(alert: Alert, timeoutMs: number): Promise<Sent>;
    changed(): void;
  },
): AlertGroup {
  const { clock, signal, send, changed } = deps;
  let alert = first;
  let delivered = 'not yet sent';
  let telling = Promise.resolve();

  async function tell(news: Alert): Promise<void> {
    for (let tries = 1; !signal.aborted; tries += 1) {
      const { outcome, status, text } = await send(news, TIMEOUT_MS);
      const goesOn = (status === 429 || (status ?? 0) >= 500) && tries < TRIES;
      delivered = outcome === 'accepted' ? text : `${text}, ${goesOn ? 'tries again' : 'given up'}`;
      changed();
      if (!goesOn) return;
      await clock.sleep(WAIT_MS, signal);
    }
  }

  const tellNext = (): void => {
    const news = alert;
    telling = telling.then(() => tell(news));
  };
  tellNext();
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
      changed();
      tellNext();
    },
  };
}
