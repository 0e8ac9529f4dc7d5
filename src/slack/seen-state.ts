import { findSeen, type Seen } from './button-value.ts';

/** What a modal keeps that was opened from a card. */
export interface SeenState {
  seen: Seen;
  channel: string;
}

export function findState(metadata: Record<string, unknown>): SeenState | undefined {
  const seen = findSeen(JSON.stringify(metadata['seen']));
  return seen && typeof metadata['channel'] === 'string' ? { seen, channel: metadata['channel'] } : undefined;
}
