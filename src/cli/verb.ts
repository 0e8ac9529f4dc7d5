import type { Texts } from '../core/texts/catalogue.ts';

export interface VerbContext {
  env: NodeJS.ProcessEnv;
  texts: Texts;
  print(text: string): void;
}

/** One thing that can be typed after `npx watchkeeper`. Throws OpsError for what a person can mend. */
export type Verb = (args: readonly string[], context: VerbContext) => Promise<void>;
