import { findNearest } from '../core/nearest.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import type { Draft } from './draft.ts';
import type { Path } from './problem.ts';

/** What one check of how the parts of an inventory fit together is given. */
export interface Check {
  draft: Draft;
  texts: Texts['config'];
  report(path: Path, text: string): void;
  /** As written in the file, safe to print. */
  toQuoteAt(path: Path): string;
  getLine(path: Path): number;
}

/** Reports a name that is not among `known`. Silent when either is unknown because of another problem. */
export function checkReference(
  { report, toQuoteAt }: Check,
  path: Path,
  name: string | null | undefined,
  known: readonly string[] | undefined,
  toText: (s: { name: string; nearest: string | undefined; known: readonly string[] }) => string,
): void {
  if (name === undefined || name === null || !known || known.includes(name)) return;
  report(path, toText({ name: toQuoteAt(path), nearest: findNearest(name, known), known }));
}
