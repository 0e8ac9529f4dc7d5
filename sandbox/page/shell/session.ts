import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Snapshot } from '../../page-server/shapes.ts';
import type { Place } from './place.ts';
import type { PageTexts } from './texts.ts';

/** What every part of the page works with. */
export interface Session {
  snapshot: Snapshot;
  place: Place;
  go(change: Partial<Place>): void;
  /** Does something as the person in front of the page; what cannot be done is told at the bottom, and gives undefined. */
  act<T>(name: string, given?: object): Promise<T | undefined>;
  /** Words for this person alone, from Slack itself, below a channel. */
  tell(channel: string, text: string): void;
  texts: PageTexts;
}

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('no session here');
  return session;
}
