import { useEffect, useState } from 'preact/hooks';

/** Who looks at what. Kept in the address, so that two windows can be two people and a reload loses nothing. */
export interface Place {
  person: string;
  /** A channel's id, `dm` for the direct conversation with the app, `home` for its Home. */
  view: string;
  /** The thread that is open beside the channel: its parent's ts. */
  thread: string;
  /** What a phone shows: there is room for one of the two. */
  side: 'slack' | 'world';
}

const START: Place = { person: 'U0JIN', view: 'C0INCIDENTS', thread: '', side: 'slack' };

export function readPlace(hash: string): Place {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  return {
    person: fields.get('as') ?? START.person,
    view: fields.get('in') ?? START.view,
    thread: fields.get('thread') ?? '',
    side: fields.get('side') === 'world' ? 'world' : 'slack',
  };
}

export function toHash({ person, view, thread, side }: Place): string {
  const fields = new URLSearchParams({ as: person, in: view });
  if (thread !== '') fields.set('thread', thread);
  if (side === 'world') fields.set('side', side);
  return `#${fields.toString()}`;
}

/** The place now, and how to go elsewhere: the browser's back button leads back. */
export function usePlace(): [Place, (change: Partial<Place>) => void] {
  const [place, setPlace] = useState(() => readPlace(location.hash));
  useEffect(() => {
    const follow = (): void => setPlace(readPlace(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return [place, (change) => (location.hash = toHash({ ...readPlace(location.hash), ...change }))];
}
