import { REDACTED, SECRET_NAME } from './redact.ts';
import type { Redactor } from './redactor.ts';

const MARK = JSON.stringify(REDACTED);
/** Foreign text for keeping. What is JSON is JSON afterwards, too. */
export function redactText(text: string, redactor: Redactor): string {
  if (!redactor.mayHoldInJson(text)) return text;
  return isJson(text) ? redactJsonText(text, redactor) : redactor.redact(text);
}

/**
 * JSON, as text that parses, without what looks like a secret: in its strings, under telling names, behind telling flags.
 * Everything else stays byte for byte, so that numbers keep their digits. A string that holds JSON goes the same way.
 */
function redactJsonText(text: string, redactor: Redactor): string {
  const hints = redactor.createHints();
  let done = '';
  let copied = 0;
  let at = 0;
  const replace = (from: number, to: number, written: string): void => {
    done += text.slice(copied, from) + written;
    copied = to;
  };
  for (let hint = hints.exec(text); hint; hint = hints.exec(text)) {
    // Strings without a hint are walked over, and nothing else.
    let start = text.indexOf('"', at);
    let end = endOf(text, start);
    while (start >= 0 && end <= hint.index) {
      start = text.indexOf('"', end);
      end = endOf(text, start);
    }
    if (start < 0) break;
    const said = JSON.parse(text.slice(start, end)) as string;
    const safe = redactText(said, redactor);
    if (safe !== said) replace(start, end, JSON.stringify(safe));
    at = end;
    const told = findTold(text, end, said);
    if (told) {
      replace(told.start, told.end, MARK);
      at = told.end;
    }
    hints.lastIndex = at;
  }
  return done + text.slice(copied);
}

export function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The string that belongs to a name or a flag which says what it is: `"token":"…"`, `"--token","…"`, `"name":"token","value":"…"`. */
function findTold(text: string, end: number, said: string): { start: number; end: number } | undefined {
  if (!SECRET_NAME.test(said)) return undefined;
  const beside = /^\S+$/.test(said) ? match(/\s*,\s*"value"\s*:\s*(?=")/y, text, end) : null;
  const [between] = match(/\s*:\s*(?=")/y, text, end) ?? beside ?? [];
  if (between !== undefined) return { start: end + between.length, end: endOf(text, end + between.length) };
  const [comma] = (/^--?[\w-]+$/.test(said) && match(/\s*,\s*(?=")/y, text, end)) || [];
  if (comma === undefined) return undefined;
  const told = { start: end + comma.length, end: endOf(text, end + comma.length) };
  // The name of the next field is none.
  return match(/\s*:/y, text, told.end) ? undefined : told;
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Behind the closing quote of the string that begins at `start`. */
function endOf(text: string, start: number): number {
  if (start < 0) return text.length;
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (text[quote - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return quote + 1;
  }
  return text.length;
}
