import type { ComponentChildren } from 'preact';

export type Mood = 'good' | 'busy' | 'bad' | 'off';

/** Told apart by form before colour. */
const SIGNS: Readonly<Record<Mood, string>> = {
  good: 'M1.5 5.5 4 8 8.5 2.5',
  busy: 'M1.6 5h.8M4.6 5h.8M7.6 5h.8',
  bad: 'M2 2l6 6M8 2 2 8',
  off: 'M2 5h6',
};

/** A state as a word with a sign before it. */
export function Mark({ mood, children }: { mood: Mood; children: ComponentChildren }) {
  return (
    <span class={`world-mark is-${mood}`}>
      <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
        <path d={SIGNS[mood]} />
      </svg>
      {children}
    </span>
  );
}
