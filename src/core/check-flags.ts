import type { CommandInput } from './command.ts';
import { OpsError } from './errors.ts';
import { findNearest } from './nearest.ts';
import type { Texts } from './texts/catalogue.ts';

/** Refuses flags that a command does not know: `--dryrun` must never start a real run. */
export function checkFlags(input: CommandInput, known: readonly string[], texts: Texts): void {
  for (const flag of input.flags) {
    if (known.includes(flag)) continue;
    const nearest = findNearest(flag, known);
    throw new OpsError('invalid_input', texts.commands.unknownFlag({ flag: flag.slice(0, 40), nearest }), {
      hint:
        known.length === 0
          ? texts.commands.noFlags
          : texts.commands.knownFlags({ flags: known.map((name) => `--${name}`).join(', ') }),
    });
  }
}
