import { useWords } from './words.ts';

/** What cannot be drawn is said, never left out. */
export function UnknownNote({ type }: { type: string }) {
  return <div class="bk-unknown">{useWords().unknownBlock.replace('{type}', () => type || '?')}</div>;
}
