import type { Clock } from '../core/clock.ts';

const FRESH_MS = 60_000;
/** Slack gives up on a form after 3 s; what comes later is there for the next question. */
const PATIENCE_MS = 2_000;

/** Answers of the outside by key, each asked at most once a minute and at most once at a time. */
export interface FreshAnswers<T> {
  /** undefined: not to be known, or not in time. */
  find(key: string): Promise<T | undefined>;
  forget(key: string): void;
}

/** `ask` gives undefined for what cannot be known, which is not kept. */
export function createFreshAnswers<T>(clock: Clock, ask: (key: string) => Promise<T | undefined>): FreshAnswers<T> {
  const known = new Map<string, { answer: T; at: number }>();
  const asking = new Map<string, Promise<T | undefined>>();
  let changes = 0;

  async function askNow(key: string): Promise<T | undefined> {
    const before = changes;
    const answer = await ask(key);
    // A change that was told meanwhile makes this answer old before it is stored.
    if (answer !== undefined && changes === before) known.set(key, { answer, at: clock.now().getTime() });
    return answer;
  }

  return {
    async find(key) {
      const cached = known.get(key);
      if (cached && clock.now().getTime() - cached.at < FRESH_MS) return cached.answer;
      known.delete(key);
      const pending = asking.get(key) ?? askNow(key);
      asking.set(key, pending);
      void pending.finally(() => {
        if (asking.get(key) === pending) asking.delete(key);
      });
      const done = new AbortController();
      const late = clock.sleep(PATIENCE_MS, done.signal).then(() => undefined);
      const answer = await Promise.race([pending, late]);
      done.abort();
      return answer;
    },
    forget(key) {
      changes++;
      known.delete(key);
      asking.delete(key);
    },
  };
}
