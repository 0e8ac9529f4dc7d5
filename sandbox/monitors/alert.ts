/** An alert as a monitoring system knows it. */
export interface Alert {
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  generatorURL: string;
  startsAt: Date;
  /** undefined: it is firing. */
  endsAt: Date | undefined;
}

/** Alertmanager's own: FNV-1a, 64 bits, over the sorted labels, each part ended by 0xFF. */
export function toFingerprint(labels: Readonly<Record<string, string>>): string {
  let hash = 0xcbf29ce484222325n;
  const take = (byte: number): void => {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  };
  for (const [name, value] of Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    for (const part of [name, value]) {
      for (const byte of Buffer.from(part)) take(byte);
      take(0xff);
    }
  }
  return hash.toString(16).padStart(16, '0');
}

/** Go's zero time: of an alert that has not ended. */
export function toEndText({ endsAt }: Alert): string {
  return endsAt?.toISOString() ?? '0001-01-01T00:00:00Z';
}
