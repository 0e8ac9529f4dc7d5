/** Of 64-bit FNV-1a, 2^40 + 0x1b3, in halves of 32 bits: with BigInt it was what an alert without a fingerprint cost most. */
const PRIME_LOW = 0x1b3;
const OFFSET = { high: 0xcbf29ce4, low: 0x84222325 };

/**
 * Prometheus' fingerprint of labels: FNV-1a, 64 bits, over names and values in the order of the names, each followed by
 * 0xFF. As Alertmanager sends it since 0.19; senders before that get theirs here.
 */
export function toFingerprint(labels: Readonly<Record<string, string>>): string {
  let { high, low } = OFFSET;
  const addByte = (byte: number): void => {
    const mixed = (low ^ byte) >>> 0;
    const product = mixed * PRIME_LOW;
    high = (high * PRIME_LOW + Math.floor(product / 2 ** 32) + ((mixed << 8) >>> 0)) >>> 0;
    low = product >>> 0;
  };
  for (const name of Object.keys(labels).toSorted()) {
    for (const byte of Buffer.from(name)) addByte(byte);
    addByte(0xff);
    for (const byte of Buffer.from(labels[name] ?? '')) addByte(byte);
    addByte(0xff);
  }
  return toHex(high) + toHex(low);
}

const toHex = (half: number): string => half.toString(16).padStart(8, '0');
