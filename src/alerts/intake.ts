import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { AlertStore, RawDelivery } from '../core/alert-store.ts';
import type { Clock } from '../core/clock.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { decide } from './decide.ts';
import type { Sighting } from './sighting.ts';

/** One body, read and placed. */
export interface Delivered {
  delivery: RawDelivery;
  sightings: readonly Sighting[];
}

export interface Intake {
  /** Resolves after the commit; rejects when it could not be stored. */
  add(delivered: Delivered): Promise<void>;
}

interface Waiting extends Delivered {
  resolve(): void;
  reject(reason: unknown): void;
}

/** In one transaction at most; a body that is bigger alone goes alone. */
const SIGHTINGS_MAX = 2_000;

/**
 * Puts bodies into the store. Those that come while a transaction is under way share the next one: a storm costs a few
 * commits, and a single alert does not wait.
 */
export function createIntake(deps: { store: AlertStore; texts: Texts; clock: Clock; onStored: () => void }): Intake {
  const { store, texts, clock, onStored } = deps;
  const waiting: Waiting[] = [];
  let isWorking = false;

  async function work(): Promise<void> {
    if (isWorking) return;
    isWorking = true;
    try {
      for (let batch = takeBatch(); batch.length > 0; batch = takeBatch()) await record(batch);
    } finally {
      isWorking = false;
    }
  }

  function takeBatch(): Waiting[] {
    let size = 0;
    const full = waiting.findIndex(({ sightings }, index) => (size += sightings.length) > SIGHTINGS_MAX && index > 0);
    return waiting.splice(0, full < 0 ? waiting.length : full);
  }

  async function record(batch: readonly Waiting[]): Promise<void> {
    const now = clock.now();
    const sightings = batch.flatMap((each) => each.sightings);
    const lookup = {
      keys: sightings.map(({ source, reading }) => ({ source, key: reading.key })),
      groups: sightings.map(({ channel, groupKey }) => ({ channel, key: groupKey })),
      deliveries: batch.flatMap(({ delivery: { source, deliveryId } }) =>
        deliveryId === undefined ? [] : [{ source, deliveryId }],
      ),
    };
    try {
      await store.record(lookup, now, (known) => {
        const fresh = withoutRepeats(batch, known.deliveries);
        const decided = decide(
          fresh.flatMap((each) => each.sightings),
          known,
          { now, texts },
        );
        return { ...decided, deliveries: fresh.map(({ delivery }) => delivery) };
      });
    } catch (thrown) {
      for (const { reject } of batch) reject(thrown);
      return;
    }
    for (const { resolve } of batch) resolve();
    onStored();
  }

  return {
    add: (delivered) =>
      new Promise((resolve, reject) => {
        waiting.push({ ...delivered, resolve, reject });
        void work();
      }),
  };
}

/** A delivery that came before, or twice in this batch, says nothing new. */
function withoutRepeats(batch: readonly Waiting[], known: ReadonlySet<string>): readonly Waiting[] {
  const seen = new Set(known);
  return batch.filter(({ delivery: { source, deliveryId } }) => {
    if (deliveryId === undefined) return true;
    const index = `${source}\u0000${deliveryId}`;
    if (seen.has(index)) return false;
    seen.add(index);
    return true;
  });
}

/** Off the main thread. */
export const compress: (body: Buffer) => Promise<Buffer> = promisify(gzip);
