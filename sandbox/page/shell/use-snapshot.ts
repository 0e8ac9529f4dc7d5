import { useEffect, useState } from 'preact/hooks';
import type { Snapshot } from '../../page-server/shapes.ts';
import type { Place } from './place.ts';

export interface Live {
  /** Undefined until the first word from the sandbox. */
  snapshot: Snapshot | undefined;
  /** The sandbox does not answer; the browser keeps trying. */
  isLost: boolean;
}

/** What the person sees, kept up to date by the sandbox. Parts of a place that was left are never shown in the next. */
export function useSnapshot({ person, view, thread }: Place): Live {
  const [snapshot, setSnapshot] = useState<Snapshot>();
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    // Home shows no channel; the stream needs one all the same.
    const channel = view === 'home' ? 'dm' : view;
    const source = new EventSource(`/live?${new URLSearchParams({ person, channel, thread }).toString()}`);
    let parts: Partial<Snapshot> = {};
    source.addEventListener('message', ({ data }: MessageEvent<string>) => {
      parts = { ...parts, ...(JSON.parse(data) as Partial<Snapshot>) };
      setSnapshot(parts as Snapshot);
      setLost(false);
    });
    source.addEventListener('error', () => setLost(true));
    return () => source.close();
  }, [person, view, thread]);
  return { snapshot, isLost };
}
