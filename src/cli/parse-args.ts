import { parseArgs } from 'node:util';
import { findNearest } from '../core/nearest.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { toUsageError } from './usage-error.ts';
import type { Flag, Verb, VerbInput } from './verb.ts';

export const commonFlags: Readonly<Record<string, Flag>> = {
  help: { summary: ({ cli }) => cli.flags.help },
};

/**
 * What was typed after a verb. Whatever looks like a flag is one, and one that is not known is refused: a `--dryrun`
 * that passed as something else would start a real run. Errors: usage, with the nearest flag.
 */
export function parseVerbArgs(verb: Verb, typed: readonly string[], texts: Texts): VerbInput {
  // Copied from a chat, two hyphens are one long dash.
  const args = typed.map((arg) => arg.replace(/^[\u2010-\u2015\u2212]+(?=[a-z])/i, '--'));
  const flags = { ...commonFlags, ...verb.flags };
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, { takes }]) => [
      name,
      {
        type: takes === undefined ? ('boolean' as const) : ('string' as const),
        ...(name === 'help' && { short: 'h' }),
      },
    ]),
  );
  const { tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true });
  const given: Record<string, string | true> = {};
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const written = args[token.index]?.replace(/=.*$/s, '') ?? token.rawName;
    given[token.name] = toFlagValue(flags[token.name], { ...token, written }, { verb, flags, texts });
  }
  if (given['help'] === undefined) checkWords(verb, words, texts);
  return { words, flags: given, args: typed };
}

function toFlagValue(
  flag: Flag | undefined,
  token: { written: string; value?: string | undefined; inlineValue?: boolean | undefined },
  { verb, flags, texts }: { verb: Verb; flags: Readonly<Record<string, Flag>>; texts: Texts },
): string | true {
  const { cli } = texts;
  const { written, value, inlineValue } = token;
  const hint = cli.seeHelp({ verb: verb.name });
  if (!flag) {
    const nearest = findNearest(written.replace(/^-+/, ''), Object.keys(flags));
    const facts = { flag: written.slice(0, 60), nearest: nearest === undefined ? undefined : `--${nearest}` };
    throw toUsageError(cli.unknownFlag(facts), hint);
  }
  if (flag.takes === undefined) {
    if (value !== undefined) throw toUsageError(cli.flagTakesNothing({ flag: written }), hint);
    return true;
  }
  if (value === undefined || value === '') throw toUsageError(cli.flagNeedsValue({ flag: written }), hint);
  if (value.startsWith('-') && !inlineValue)
    throw toUsageError(
      cli.valueLooksLikeFlag({ flag: written, value: value.slice(0, 60) }),
      cli.valueLooksLikeFlagHint({ flag: written, value: value.slice(0, 60) }),
    );
  return value;
}

function checkWords(verb: Verb, words: readonly string[], { cli }: Texts): void {
  const hint = cli.seeHelp({ verb: verb.name });
  const missing = verb.words.find((word, index) => word.startsWith('<') && words[index] === undefined);
  if (missing !== undefined) throw toUsageError(cli.wordMissing({ word: missing }), hint);
  const takesRest =
    verb.words
      .at(-1)
      ?.replace(/[\]>]$/, '')
      .endsWith('…') ?? false;
  const extra = words[verb.words.length];
  if (extra !== undefined && !takesRest) throw toUsageError(cli.tooManyWords({ word: extra.slice(0, 60) }), hint);
}
