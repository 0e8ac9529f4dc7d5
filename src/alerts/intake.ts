import { promisify } from 'node:util';
import { setImmediate } from 'node:timers/promises';
import { gzip, gzipSync } from 'node:zlib';
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
const TURNS_MAX = 20;
/** Smaller ones are not worth a thread. */
const SMALL_BYTES = 16_384;
/** zlib's usual tables are 256 KB, which take seven times as long to set up as a small body to compress. */
const SMALL_WINDOW = { level: 1, windowBits: 12, memLevel: 4 };
const HEADER_BYTES = 64;

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
      while (waiting.length > 0) {
        await gather();
        await record(takeBatch());
      }
    } finally {
      isWorking = false;
    }
  }

  /** The database holds the process up: whoever came meanwhile is let in first, to share the next commit. */
  async function gather(): Promise<void> {
    for (let turn = 0, before = -1; turn < TURNS_MAX && waiting.length > before; turn++) {
      before = waiting.length;
      await setImmediate();
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

export async function compress(body: Buffer): Promise<Uint8Array> {
  if (body.length >= SMALL_BYTES) return gzipInThread(body);
  return gzipSync(body, { ...SMALL_WINDOW, chunkSize: body.length + HEADER_BYTES });
}

const gzipInThread: (body: Buffer) => Promise<Buffer> = promisify(gzip);
