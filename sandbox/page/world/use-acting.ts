import { useState } from 'preact/hooks';

/** Whether what a button asked for is still under way, so that it cannot be asked for twice. */
export function useActing(): [isActing: boolean, run: (act: () => Promise<void>) => void] {
  const [isActing, setActing] = useState(false);
  const run = (act: () => Promise<void>): void => {
    if (isActing) return;
    setActing(true);
    void act().finally(() => setActing(false));
  };
  return [isActing, run];
}
