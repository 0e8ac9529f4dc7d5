const PRIME = 0x100000001b3n;
const OFFSET = 0xcbf29ce484222325n;
const MASK = (1n << 64n) - 1n;

/**
 * Prometheus' fingerprint of labels: FNV-1a, 64 bits, over names and values in the order of the names, each followed by
 * 0xFF. As Alertmanager sends it since 0.19; senders before that get theirs here.
 */
export function toFingerprint(labels: Readonly<Record<string, string>>): string {
  let hash = OFFSET;
  const add = (text: string): void => {
    for (const byte of Buffer.from(text)) hash = ((hash ^ BigInt(byte)) * PRIME) & MASK;
    hash = ((hash ^ 0xffn) * PRIME) & MASK;
  };
  for (const name of Object.keys(labels).toSorted()) {
    add(name);
    add(labels[name] ?? '');
  }
  return hash.toString(16).padStart(16, '0');
}
