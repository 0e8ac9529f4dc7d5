import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCappedOutput } from '../../src/ssh/capped-output.ts';

describe('capped output', () => {
  it('keeps head and tail and says how much is missing', () => {
    const output = createCappedOutput(8);
    for (const part of ['ab', 'cdef', 'ghijklm', 'n', 'op']) output.add(Buffer.from(part));
    expect(output.toText()).toBe('abcd\n[… 8 B …]\nmnop');
    expect(output.isTruncated()).toBe(true);
  });

  it('puts characters together that were cut apart, and replaces what is no UTF-8', () => {
    const output = createCappedOutput(100);
    const bytes = Buffer.from('한');
    output.add(bytes.subarray(0, 1));
    output.add(bytes.subarray(1));
    output.add(Buffer.from([0xff]));
    expect(output.toText()).toBe('한\uFFFD');
    expect(output.isTruncated()).toBe(false);
  });

  it('is the same text however it was cut into chunks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary-ascii', minLength: 1 })),
        fc.integer({ min: 2, max: 40 }),
        (parts, maxBytes) => {
          const [pieces, whole] = [createCappedOutput(maxBytes), createCappedOutput(maxBytes)];
          for (const part of parts) pieces.add(Buffer.from(part));
          whole.add(Buffer.from(parts.join('')));
          expect(pieces.toText()).toBe(whole.toText());
        },
      ),
    );
  });
});
