/** Foreign text for a terminal: what would move the cursor, set the title or colour anything is shown as `�`. */
export function toPlain(text: string): string {
  return text.toWellFormed().replaceAll(/(?!\t)\p{Cc}|[\u202A-\u202E\u2066-\u2069]/gu, '�');
}
