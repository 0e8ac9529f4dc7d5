/** What a spreadsheet may run as a formula: behind spaces too, and with the wide signs of East Asian keyboards. */
const LIKE_FORMULA = /^(?:['\t\r\n]|\s*[=+\-@\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}])/u;

/**
 * A cell in quotes. What would be run stands behind an apostrophe; so does what begins with one, so that taking one
 * apostrophe off gives the text as it was.
 */
export function toCsvCell(text: string): string {
  const safe = LIKE_FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
