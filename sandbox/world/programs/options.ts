export interface ParsedOptions {
  /** Every value given for an option; flags have an empty list. */
  options: Map<string, string[]>;
  words: string[];
  /** The first option that is in neither list. */
  unknown: string | undefined;
}

/** Long options as `--name value` or `--name=value`, short ones as `-n value`; `--` ends them. */
export function parseOptions(args: readonly string[], known: { flags: string[]; values: string[] }): ParsedOptions {
  const options = new Map<string, string[]>();
  const words: string[] = [];
  let unknown: string | undefined;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    const equals = arg.startsWith('--') ? arg.indexOf('=') : -1;
    const name = equals < 0 ? arg : arg.slice(0, equals);
    if (arg === '--') {
      words.push(...args.slice(at + 1));
      break;
    }
    if (!arg.startsWith('-') || arg === '-') words.push(arg);
    else if (known.flags.includes(name)) options.set(name, options.get(name) ?? []);
    else if (known.values.includes(name)) {
      if (equals < 0) at += 1;
      options.set(name, [...(options.get(name) ?? []), equals < 0 ? (args[at] ?? '') : arg.slice(equals + 1)]);
    } else unknown ??= arg;
  }
  return { options, words, unknown };
}
