import { systemClock } from '../../src/core/clock.ts';

export interface WaitOptions {
  timeoutMs?: number;
  what?: string;
}

export interface Changes {
  emit(): void;
  on(listener: () => void): void;
  off(listener: () => void): void;
  /** Resolves with the first truthy answer of `find`, asked now and after every change; a throwing `find` means "not yet". */
  waitFor<T>(find: () => T | undefined | false, options?: WaitOptions): Promise<T>;
}

export function createChanges(describe: () => string): Changes {
  const listeners = new Set<() => void>();
  const waitFor = <T>(find: () => T | undefined | false, options: WaitOptions = {}): Promise<T> => {
    const { timeoutMs = 5000, what = find.toString() } = options;
    return new Promise<T>((resolve, reject) => {
      const found = new AbortController();
      let lastError = '';
      const look = (): void => {
        try {
          const answer = find();
          if (answer === undefined || answer === false) return;
          resolve(answer);
          listeners.delete(look);
          found.abort();
        } catch (error) {
          lastError = `\nlast error: ${String(error)}`;
        }
      };
      listeners.add(look);
      look();
      void systemClock.sleep(timeoutMs, found.signal).then(() => {
        listeners.delete(look);
        reject(new Error(`not within ${timeoutMs} ms: ${what}${lastError}\n${describe()}`));
      });
    });
  };
  return {
    emit() {
      for (const listener of [...listeners]) listener();
    },
    on: (listener) => void listeners.add(listener),
    off: (listener) => void listeners.delete(listener),
    waitFor,
  };
}
