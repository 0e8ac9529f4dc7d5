/** One character can be a tower of combining marks: so many units each, on average, are kept. */
const MAX_UNITS_EACH = 16;

/** Cuts to a number of characters as people count them, `…` included: emoji families and Hangul stay whole. */
export function cutText(text: string, max: number): string {
  const trimmed = text.trim();
  const ends: number[] = [];
  for (const { index, segment } of new Intl.Segmenter().segment(trimmed)) {
    const end = index + segment.length;
    if (ends.length === max) return `${trimmed.slice(0, ends[max - 2] ?? 0)}…`;
    if (end > max * MAX_UNITS_EACH) return `${trimmed.slice(0, ends.at(-1) ?? 0)}…`;
    ends.push(end);
  }
  return trimmed;
}
