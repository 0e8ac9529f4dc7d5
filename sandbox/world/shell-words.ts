/** What `sh -c` would say about the text; the sandbox's hosts answer it with exit code 2. */
export class ShellSyntaxError extends Error {}

const OPERATORS = new Set([';', '|', '&', '<', '>', '(', ')', '\n']);
// A shell would replace these by something else. Commands are made from argv, so each is a quoting mistake.
const EXPANSIONS = new Set(['$', '`', '*', '?', '[']);
const ESCAPABLE_IN_DOUBLE_QUOTES = new Set(['$', '`', '"', '\\']);

/**
 * Splits a command line into words as a POSIX shell does (quotes and backslashes).
 * Errors: ShellSyntaxError for every feature beyond plain words, because nothing should ever send one.
 */
export function parseShellWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (char === ' ' || char === '\t') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (char === "'") {
      const end = line.indexOf("'", at + 1);
      if (end < 0) throw new ShellSyntaxError('Unterminated quoted string');
      word = (word ?? '') + line.slice(at + 1, end);
      at = end;
    } else if (char === '"') {
      const quoted = readDoubleQuoted(line, at + 1);
      word = (word ?? '') + quoted.text;
      at = quoted.end;
    } else if (char === '\\') {
      at += 1;
      word = (word ?? '') + line.charAt(at);
    } else {
      refuseFeature(char, word === undefined);
      word = (word ?? '') + char;
    }
  }
  if (word !== undefined) words.push(word);
  if (/^[A-Za-z_]\w*=/.test(words[0] ?? '')) throw new ShellSyntaxError('assignment before a command is refused here');
  return words;
}

function readDoubleQuoted(line: string, start: number): { text: string; end: number } {
  let text = '';
  for (let at = start; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (char === '"') return { text, end: at };
    if (char === '\\' && ESCAPABLE_IN_DOUBLE_QUOTES.has(line.charAt(at + 1))) {
      at += 1;
      text += line.charAt(at);
    } else {
      if (char === '$' || char === '`') throw new ShellSyntaxError(`"${char}" would be expanded`);
      text += char;
    }
  }
  throw new ShellSyntaxError('Unterminated quoted string');
}

function refuseFeature(char: string, isWordStart: boolean): void {
  if (OPERATORS.has(char)) throw new ShellSyntaxError(`"${char === '\n' ? 'newline' : char}" unexpected`);
  if (EXPANSIONS.has(char)) throw new ShellSyntaxError(`"${char}" would be expanded`);
  if (isWordStart && (char === '~' || char === '#')) throw new ShellSyntaxError(`"${char}" would be expanded`);
}
