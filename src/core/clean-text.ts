// NUL and other control characters are refused or swallowed by Slack, and end headers of mails; bidirectional controls could make one text look like another.
// oxlint-disable-next-line no-control-regex -- these are the characters meant
const UNWANTED = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g;

/** Foreign text that any JSON and any screen can take: no control characters, no lone surrogates. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, '\n').replace(UNWANTED, '');
}
