/** Secrets that this installation holds, by the name of the variable that they came in. */
export type KnownSecrets = ReadonlyMap<string, string>;

/** Shorter ones are words, and would be found everywhere. */
const MIN_LENGTH = 6;

/** Their texts, also as they stand in a URL. */
export function listKnown(secrets: KnownSecrets): readonly string[] {
  return [...secrets.values()].flatMap((secret) => {
    const encoded = encodeURIComponent(secret.toWellFormed());
    return encoded === secret ? [secret] : [secret, encoded];
  });
}

/**
 * A text with a note instead of each secret, which `openText` turns back: what is stored and still has to be executed. Not
 * to be mixed up with `redact`, which nothing turns back.
 */
export function sealText(text: string, secrets: KnownSecrets): string {
  let sealed = text;
  for (const [name, secret] of byLength(secrets)) sealed = sealed.replaceAll(secret, () => toNote(name));
  return sealed;
}

export function openText(text: string, secrets: KnownSecrets): string {
  return text.replaceAll(/⟦secret:([A-Za-z_][A-Za-z0-9_]*)⟧/g, (note, name: string) => secrets.get(name) ?? note);
}

const toNote = (name: string): string => `⟦secret:${name}⟧`;

/** The longest first: one secret may begin like another. */
function byLength(secrets: KnownSecrets): [string, string][] {
  return [...secrets]
    .filter(([, secret]) => secret.length >= MIN_LENGTH)
    .toSorted(([, a], [, b]) => b.length - a.length);
}
