import { redact } from '../core/redact.ts';

/** Keys and list positions from the top of the file. */
export type Path = readonly (string | number)[];

export interface Problem {
  line: number;
  /** As people write paths: `services.nextuse.primary.fence.stop[0]`; empty for the file as a whole. */
  key: string;
  /** What is wrong; what would be right. Nothing secret. */
  text: string;
}

export function toKey(path: Path): string {
  return path.map((part, at) => (typeof part === 'number' ? `[${part}]` : at === 0 ? part : `.${part}`)).join('');
}

/** Something a person wrote, safe to print: short, on one line, without what looks like a secret. */
export function toQuote(text: string): string {
  const safe = redact(text).replaceAll(/\s+/g, ' ');
  return safe.length > 60 ? `${safe.slice(0, 59)}…` : safe;
}

/** Problems in the order of the file, each once. */
export function toSorted(problems: readonly Problem[]): Problem[] {
  const unique = new Map(problems.map((problem) => [`${problem.line} ${problem.key} ${problem.text}`, problem]));
  return [...unique.values()].toSorted((a, b) => a.line - b.line);
}
