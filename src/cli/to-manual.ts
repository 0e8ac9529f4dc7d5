import type { Texts } from '../core/texts/catalogue.ts';
import { EXIT } from './exit-code.ts';
import { commonFlags } from './parse-args.ts';
import { toFlag, toUsageLine } from './to-usage.ts';
import type { Verb } from './verb.ts';

const BEGIN = '<!-- written by "npm run manual": -->';
const END = '<!-- :written -->';

/** The manual with what is made from the verbs written anew; the rest is left as it is. */
export function withVerbs(manual: string, verbs: readonly Verb[], texts: Texts): string {
  const begin = manual.indexOf(BEGIN);
  const end = manual.indexOf(END);
  if (begin === -1 || end < begin) throw new Error('the manual has lost the marks between which verbs are written');
  const written = [toExitCodes(texts), ...verbs.map((verb) => toChapter(verb, texts))].join('\n\n');
  return `${manual.slice(0, begin)}${BEGIN}\n\n${written}\n\n${manual.slice(end)}`;
}

function toExitCodes({ cli }: Texts): string {
  const rows = Object.entries(EXIT).map(([name, code]) => `| ${code} | ${cli.exitCodes[name as keyof typeof EXIT]} |`);
  return ['## Exit codes', '', '| code | means |', '|---|---|', ...rows].join('\n');
}

function toChapter(verb: Verb, texts: Texts): string {
  const flags = Object.entries({ ...verb.flags, ...commonFlags }).map(
    ([name, { takes, summary }]) => `| \`${toFlag(name, takes)}\` | ${summary(texts)} |`,
  );
  return [
    `## ${verb.name}`,
    '',
    `\`npx watchkeeper ${toUsageLine(verb)}\``,
    '',
    `${verb.summary(texts)}.`,
    '',
    '| flag | means |',
    '|---|---|',
    ...flags,
    '',
    '```sh',
    ...verb.examples.map((line) => `npx watchkeeper ${line}`),
    '```',
  ].join('\n');
}
