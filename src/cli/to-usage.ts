import type { Texts } from '../core/texts/catalogue.ts';
import { EXIT } from './exit-code.ts';
import { commonFlags } from './parse-args.ts';
import type { Flag, Verb } from './verb.ts';

/** `run <runbook> [service] [--dry-run] [--reason <text>]` */
export function toUsageLine({ name, words, flags = {} }: Verb): string {
  return [name, ...words, ...Object.entries(flags).map(([flag, { takes }]) => `[${toFlag(flag, takes)}]`)].join(' ');
}

/** All about one verb. */
export function toVerbHelp(verb: Verb, texts: Texts): string {
  const { cli } = texts;
  const flags = Object.entries({ ...verb.flags, ...commonFlags });
  return [
    cli.usage({ line: toUsageLine(verb) }),
    '',
    `${verb.summary(texts)}.`,
    '',
    cli.flagsTitle,
    ...toColumns(flags.map(([name, { takes, summary }]) => [toFlag(name, takes), summary(texts)])),
    '',
    cli.examplesTitle,
    ...verb.examples.map((line) => `  npx watchkeeper ${line}`),
    '',
    cli.exitCodesTitle,
    ...toExitCodes(texts),
  ].join('\n');
}

/** All verbs, one a line. */
export function toHelp(verbs: readonly Verb[], texts: Texts): string {
  const { app, cli } = texts;
  const lines = verbs.map((verb) => [[verb.name, ...verb.words].join(' '), verb.summary(texts)] as const);
  return [
    cli.intro,
    '',
    app.usage,
    '',
    cli.verbsTitle,
    ...toColumns(lines),
    '',
    cli.exitCodesTitle,
    ...toExitCodes(texts),
    '',
    cli.moreHelp,
  ].join('\n');
}

function toExitCodes({ cli }: Texts): string[] {
  return toColumns(
    Object.entries(EXIT).map(([name, code]) => [String(code), cli.exitCodes[name as keyof typeof EXIT]] as const),
  );
}

export function toFlag(name: string, takes: Flag['takes']): string {
  return takes === undefined ? `--${name}` : `--${name} <${takes}>`;
}

function toColumns(lines: readonly (readonly [string, string])[]): string[] {
  const width = lines.map(([left]) => left.length).reduce((a, b) => Math.max(a, b), 0);
  return lines.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
