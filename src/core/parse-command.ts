import type { CommandInput } from './command.ts';

/** Phones type curly quotes and long dashes. */
const STRAIGHT: ReadonlyArray<readonly [RegExp, string]> = [
  [/[\u201C\u201D\u201E\u201F\u00AB\u00BB\uFF02]/g, '"'],
  [/[\u2018\u2019\u201A\u201B\uFF07]/g, "'"],
  [/[\u00A0\u2000-\u200A\u3000]/g, ' '],
  [/[\u200B\uFEFF]/g, ''],
  [/(^|\s)(?:[-\u2010-\u2015\u2212]{2,}|[\u2010-\u2015\u2212])(?=[a-z])/gi, '$1--'],
];

/**
 * Splits what was typed after a command. Double quotes keep words together; flags may stand anywhere before the reason's end.
 * Whatever looks like a flag is one: a `--Dry-Run` or `--dry_run` that became part of the reason would start a real run.
 */
export function parseCommand(text: string): CommandInput {
  let straight = text;
  for (const [pattern, replacement] of STRAIGHT) straight = straight.replace(pattern, replacement);
  const words: { text: string; start: number; end: number }[] = [];
  const flags = new Set<string>();
  const flagSpans: { start: number; end: number }[] = [];
  for (const match of straight.matchAll(/"([^"]*)"|(\S+)/g)) {
    const span = { start: match.index, end: match.index + match[0].length };
    const flag = /^--?([a-z]\S*)$/i.exec(match[2] ?? '');
    if (flag?.[1]) {
      flags.add(flag[1].toLowerCase());
      flagSpans.push(span);
    } else words.push({ text: match[1] ?? match[2] ?? '', ...span });
  }
  return {
    words: words.map((word) => word.text),
    flags,
    rest(fromWord) {
      const first = words[fromWord];
      if (!first) return '';
      const inside = words.slice(fromWord);
      if (inside.length === 1) return first.text;
      let rest = straight.slice(first.start);
      for (const span of flagSpans.toReversed()) {
        if (span.start > first.start)
          rest = rest.slice(0, span.start - first.start) + rest.slice(span.end - first.start);
      }
      return rest.replace(/\s+/g, ' ').trim();
    },
  };
}
