export interface CappedOutput {
  add(chunk: Buffer): void;
  /** Head and tail as text, with the number of bytes missing between them. */
  toText(): string;
  isTruncated(): boolean;
}

/** Holds at most `maxBytes` of a stream: its first half and its last. Bytes that are no UTF-8 become U+FFFD. */
export function createCappedOutput(maxBytes: number): CappedOutput {
  const headMax = Math.floor(maxBytes / 2);
  const tailMax = maxBytes - headMax;
  let head = Buffer.alloc(0);
  let tail = Buffer.alloc(0);
  let tailParts: Buffer[] = [];
  let partBytes = 0;
  let totalBytes = 0;

  const settleTail = (): void => {
    const all = Buffer.concat([tail, ...tailParts]);
    // A copy: a slice would keep the whole of `all` alive.
    tail = Buffer.from(all.subarray(Math.max(0, all.length - tailMax)));
    tailParts = [];
    partBytes = 0;
  };

  return {
    add(chunk) {
      totalBytes += chunk.length;
      const forHead = chunk.subarray(0, headMax - head.length);
      if (forHead.length > 0) head = Buffer.concat([head, forHead]);
      const rest = chunk.subarray(forHead.length);
      if (rest.length === 0) return;
      tailParts.push(rest);
      partBytes += rest.length;
      if (partBytes > tailMax) settleTail();
    },
    toText() {
      settleTail();
      const missing = totalBytes - head.length - tail.length;
      if (missing === 0) return Buffer.concat([head, tail]).toString('utf8');
      return `${head.toString('utf8')}\n[… ${missing} B …]\n${tail.toString('utf8')}`;
    },
    isTruncated: () => totalBytes > maxBytes,
  };
}
