import type { Clock } from '../core/clock.ts';
import type { Accounts } from '../core/ports/accounts.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import type { Screen } from './screen.ts';

/** What a verb is given from outside: nothing in it is read from anywhere else. */
export interface VerbContext {
  env: NodeJS.ProcessEnv;
  /** In the language of the inventory, if that can be read. */
  texts: Texts;
  clock: Clock;
  screen: Screen;
  /** `known`: the names to look for among other accounts. */
  accounts(known: readonly string[]): Accounts;
  /** A line on standard output. */
  print(text: string): void;
  /** Asks a person; undefined where none is there to answer. */
  confirm(question: string): Promise<boolean | undefined>;
  /** Calls `listener` on Ctrl-C instead of ending; gives back how to stop listening. */
  onInterrupt(listener: () => void): () => void;
}

export interface VerbInput {
  /** Words that are no flags, in order. */
  words: readonly string[];
  /** By name, without the dashes; a switch that was given is `true`. */
  flags: Readonly<Record<string, string | true>>;
  /** Everything as it was typed. */
  args: readonly string[];
}

export interface Flag {
  /** What its value is called; left out: a switch. */
  takes?: string;
  summary(texts: Texts): string;
}

export interface Verb {
  /** What is typed; also the name of its file. */
  name: string;
  /** `<needed>`, `[optional]`; one that ends in `…` takes all the rest. */
  words: readonly string[];
  summary(texts: Texts): string;
  /** Whole lines that work, without `npx watchkeeper`. */
  examples: readonly string[];
  flags?: Readonly<Record<string, Flag>>;
  /** Passes on what was typed without a look at it. */
  isRaw?: boolean;
  /** Gives the exit code; nothing is 0. Throws OpsError for what a person can mend. */
  run(input: VerbInput, context: VerbContext): Promise<number | void>;
}

/**
 * Makes a verb of `npx watchkeeper`; it is found by its file in `verbs/`. Help, completion and the manual are made from
 * all of them, so what a verb needs beyond core is imported when it runs.
 */
export function defineVerb(verb: Verb): Verb {
  return verb;
}

export function isVerb(value: unknown): value is Verb {
  return typeof value === 'object' && value !== null && 'name' in value && 'words' in value && 'run' in value;
}
