import { createHash } from 'node:crypto';
import ssh2 from 'ssh2';
import type { ParsedKey } from 'ssh2';

export interface KeyPair {
  /** OpenSSH format. */
  privateKeyPem: string;
  /** One line as in authorized_keys. */
  publicKey: string;
}

export function createKeyPair(comment: string): KeyPair {
  const pair = ssh2.utils.generateKeyPairSync('ed25519', { comment });
  // ssh2 1.17 drops leading zero bytes: about one pair in 256 cannot be read, by its one half or the other.
  if ([pair.public, pair.private].some((key) => ssh2.utils.parseKey(key) instanceof Error))
    return createKeyPair(comment);
  return { privateKeyPem: pair.private, publicKey: pair.public };
}

/** `SHA256:…` as OpenSSH prints it, of a private or public key. */
export function toFingerprint(key: string): string {
  return `SHA256:${createHash('sha256').update(toParsedKey(key).getPublicSSH()).digest('base64').replace(/=+$/, '')}`;
}

/** Errors: the text is no key. */
export function toParsedKey(key: string): ParsedKey {
  const parsed = ssh2.utils.parseKey(key);
  if (parsed instanceof Error) throw parsed;
  return parsed;
}
