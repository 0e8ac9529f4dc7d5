import type { VerbContext } from '../verb.ts';

/** One part of `audit`, given what was typed after its name. Gives the exit code; nothing is 0. */
export type AuditPart = (
  args: readonly string[],
  context: Pick<VerbContext, 'env' | 'texts' | 'print'>,
) => Promise<number | void>;
