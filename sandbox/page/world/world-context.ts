import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { WorldTexts } from './texts.ts';

export type Act = (name: string, given?: object) => Promise<void>;

/** What the parts of the panel share. */
export interface WorldView {
  locale: 'en' | 'ko';
  texts: WorldTexts;
  act: Act;
  /** The world's clock, for ages. */
  now: Date;
}

export const WorldContext = createContext<WorldView | undefined>(undefined);

export function useWorld(): WorldView & { number(value: number): string } {
  const view = useContext(WorldContext);
  if (!view) throw new Error('no world here');
  return { ...view, number: (value) => value.toLocaleString(view.locale) };
}
