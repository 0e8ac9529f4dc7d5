import type { Alert } from '../core/alert.ts';
import type { AlertStore } from '../core/alert-store.ts';
import type { AlertStorm } from '../core/alert-storm.ts';
import type { StormId } from '../core/ids.ts';

/** Rows that are in memory at once. */
const PIECE = 250;

type Storms = Pick<AlertStore, 'listStorm'>;

/** Every alert of a storm from a place on, a few at a time. */
export async function* listAll(store: Storms, id: StormId, from = 0): AsyncGenerator<Alert> {
  for (let at = from; ; at += PIECE) {
    const piece = await store.listStorm(id, at, PIECE);
    yield* piece;
    if (piece.length < PIECE) return;
  }
}

/** How many alerts of a storm have which name. The card asks every few seconds: what was counted is not read again. */
export function createStormNames(store: Storms, unnamed: string) {
  const known = new Map<StormId, { upTo: number; counts: Map<string, number> }>();

  return {
    async count({ id, endedAt }: AlertStorm): Promise<ReadonlyArray<readonly [name: string, count: number]>> {
      const counted = known.get(id) ?? { upTo: 0, counts: new Map<string, number>() };
      known.set(id, counted);
      for await (const { title } of listAll(store, id, counted.upTo)) {
        const name = title || unnamed;
        counted.counts.set(name, (counted.counts.get(name) ?? 0) + 1);
        counted.upTo += 1;
      }
      if (endedAt !== undefined) known.delete(id);
      return [...counted.counts];
    },
  };
}
