import { redact, SECRET_HINT } from './redact.ts';

/** `redact` for many texts, of which nearly all are clean: a look that is cheap comes first. */
export interface Redactor {
  redact(text: string): string;
  /** False: nothing in this JSON has to go. */
  mayHoldInJson(json: string): boolean;
  /** Finds where in JSON to look closer; of one's own, because it is moved along. */
  createHints(): RegExp;
}

/** Letters and digits that are written as escapes: nobody does that who hides nothing. */
const ESCAPED = String.raw`\\u00(?:3\d|[46][1-9a-f]|[57][\da])`;

/** `known` as `listKnown` gives them. */
export function createRedactor(known: readonly string[]): Redactor {
  const long = known.filter((secret) => secret.length >= 6);
  const plain = toPattern([SECRET_HINT, ...long.map(toLiteral)]);
  const inJson = toPattern([
    plain.source,
    ...long.map((secret) => toLiteral(JSON.stringify(secret).slice(1, -1))),
    ESCAPED,
  ]);
  return {
    redact: (text) => (plain.test(text) ? redact(text, long) : text),
    mayHoldInJson: (json) => inJson.test(json),
    createHints: () => new RegExp(inJson.source, 'gi'),
  };
}

const toPattern = (parts: readonly string[]): RegExp => new RegExp(parts.join('|'), 'i');

const toLiteral = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
