const WORD = /[\p{L}\p{N}\p{M}]/u;

/** Whether a letter or digit, of any script, ends right before `at`. */
export function isWordBefore(text: string, at: number): boolean {
  if (at <= 0) return false;
  const isPair = at >= 2 && isLow(text.charCodeAt(at - 1));
  return WORD.test(isPair ? text.slice(at - 2, at) : text.charAt(at - 1));
}

/** Whether a letter or digit begins at `at`. */
export function isWordAt(text: string, at: number): boolean {
  const point = text.codePointAt(at);
  return point !== undefined && WORD.test(String.fromCodePoint(point));
}

const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;
