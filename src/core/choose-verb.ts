import { OpsError } from './errors.ts';
import { findNearest } from './nearest.ts';
import type { Texts } from './texts/catalogue.ts';

/** The first word as one of a command's verbs, or the default when there is none. `invalid_input` with the nearest otherwise. */
export function chooseVerb<V extends string>(
  word: string | undefined,
  verbs: readonly V[],
  fallback: V,
  texts: Texts,
): V {
  if (word === undefined) return fallback;
  const found = verbs.find((verb) => verb === word.toLowerCase());
  if (found !== undefined) return found;
  throw new OpsError(
    'invalid_input',
    texts.commands.unknownVerb({ typed: word.slice(0, 40), nearest: findNearest(word, verbs) }),
    {
      hint: texts.commands.knownVerbs({ verbs: verbs.join(', ') }),
    },
  );
}
