/** A fact and what to do next as two sentences. Messages of ours have no full stop where they end with a name or a number. */
export function joinHint(message: string, hint: string | undefined): string {
  if (hint === undefined) return message;
  return /[.!?…:]$/.test(message) ? `${message} ${hint}` : `${message}. ${hint}`;
}
