import { createHash, timingSafeEqual } from 'node:crypto';

/** What a host may prove itself with, by key type, best first. SHA-1 signatures of `ssh-rsa` are left out. */
const ALGORITHMS = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
} as const;

export type HostKeyType = keyof typeof ALGORITHMS;
export type HostKeyAlgorithm = (typeof ALGORITHMS)[HostKeyType][number];

export const hostKeyTypes = Object.keys(ALGORITHMS) as HostKeyType[];

export interface HostKey {
  type: string;
  /** As OpenSSH prints it. */
  fingerprint: string;
}

/** From the key as it is on the wire: its first string is its type (RFC 4253, 6.6). */
export function toHostKey(blob: Buffer): HostKey {
  const type = blob.toString('latin1', 4, 4 + blob.readUInt32BE(0));
  const hash = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');
  return { type, fingerprint: `SHA256:${hash}` };
}

export function isSameFingerprint(pinned: string, seen: string): boolean {
  const [a, b] = [Buffer.from(pinned.replace(/=+$/, '')), Buffer.from(seen)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** What to offer so that the host shows a key of one of these types, the first of them if it can. */
export function toAlgorithms(types: readonly HostKeyType[]): HostKeyAlgorithm[] {
  return types.flatMap((type) => [...ALGORITHMS[type]]);
}
