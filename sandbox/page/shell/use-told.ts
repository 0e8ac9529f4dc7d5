import { useState } from 'preact/hooks';
import type { Place } from './place.ts';

interface Told {
  person: string;
  channel: string;
  text: string;
}

const KEPT = 3;

/** What Slack itself said to a person, for instance that a command failed: not stored, gone with a reload. */
export function useTold({ person }: Place): {
  told(channel: string): string[];
  tell: (channel: string, text: string) => void;
} {
  const [all, setAll] = useState<readonly Told[]>([]);
  return {
    told: (channel) =>
      all
        .filter((each) => each.person === person && each.channel === channel)
        .slice(-KEPT)
        .map(({ text }) => text),
    tell: (channel, text) => setAll((before) => [...before, { person, channel, text }]),
  };
}
