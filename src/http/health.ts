import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/ports/log.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { answerJson } from './answer-json.ts';
import type { Route } from './route.ts';

export interface ReadinessCheck {
  name: string;
  /** True, or why not: shown to whoever asks, so nothing secret. */
  check(): Promise<true | string>;
}

interface Deps {
  checks: readonly ReadinessCheck[];
  texts: Texts;
  log: Log;
  clock: Clock;
}

const LIMIT_MS = 2_000;

/** `/healthz`: the process lives. `/readyz`: 200 when every check says so, else 503; the body names each. */
export function createHealthRoutes({ checks, texts, log, clock }: Deps): Route[] {
  const ask = async ({ name, check }: ReadinessCheck): Promise<[string, string]> => {
    const settled = new AbortController();
    const late = clock
      .sleep(LIMIT_MS, settled.signal)
      .then(() => texts.config.checkTimedOut({ seconds: LIMIT_MS / 1_000 }));
    try {
      const result = await Promise.race([check(), late]);
      return [name, result === true ? 'ok' : result];
    } catch (error) {
      log.warn({ err: error, check: name }, 'readiness check broke');
      return [name, texts.config.checkBroke];
    } finally {
      settled.abort();
    }
  };

  // Whoever asks in the meantime gets the same answer: many askers are no load on what is checked.
  let pending: Promise<[string, string][]> | undefined;
  const askAll = (): Promise<[string, string][]> => {
    pending ??= Promise.all(checks.map(ask)).finally(() => (pending = undefined));
    return pending;
  };

  return [
    { method: 'GET', path: '/healthz', answer: (_request, response) => answerJson(response, 200, { status: 'ok' }) },
    {
      method: 'GET',
      path: '/readyz',
      async answer(_request, response) {
        const results = await askAll();
        const ready = results.every(([, result]) => result === 'ok');
        answerJson(response, ready ? 200 : 503, {
          status: ready ? 'ok' : 'unavailable',
          checks: Object.fromEntries(results),
        });
      },
    },
  ];
}
