/** Forgets the oldest entries of a collection in order of insertion: an hour of clicks must not grow for ever. */
export function keepNewest(all: Map<string, unknown> | Set<string>, limit: number): void {
  for (const key of all.keys()) {
    if (all.size <= limit) return;
    all.delete(key);
  }
}
