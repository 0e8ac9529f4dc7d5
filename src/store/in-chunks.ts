const SIZES = [100, 10, 1];

/** Pieces of a few sizes alone, so that few different statements have to be prepared however much there is to write. */
export function* inChunks<T>(items: readonly T[]): Generator<T[]> {
  let at = 0;
  for (const size of SIZES) {
    for (; items.length - at >= size; at += size) yield items.slice(at, at + size);
  }
}
