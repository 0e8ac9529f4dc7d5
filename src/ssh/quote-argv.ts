const PLAIN = /^[A-Za-z0-9_/.:@,+-]+$/;
/** Bare, these would be grammar and not a command. */
const RESERVED = /^(if|then|else|elif|fi|do|done|case|esac|while|until|for|in|time|function|select|coproc)$/;

function quoteWord(word: string, isCommand: boolean): string {
  if (PLAIN.test(word) && !(isCommand && RESERVED.test(word))) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * The text that makes a POSIX shell run exactly this argv; words without special characters stay bare, so that forced
 * commands can be matched. Throws a RangeError for an empty argv or command and for a NUL, which no argument can hold.
 */
export function quoteArgv(argv: readonly string[]): string {
  if (!argv[0]) throw new RangeError('empty command');
  if (argv.some((word) => word.includes('\0'))) throw new RangeError('NUL in a command');
  return argv.map((word, index) => quoteWord(word, index === 0)).join(' ');
}
