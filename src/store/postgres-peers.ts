import { Client } from 'pg';
import type { Clock } from '../core/clock.ts';
import type { Peers } from '../core/peers.ts';
import type { Log } from '../core/ports/log.ts';
import { toClientConfig } from './postgres-config.ts';
import { NEWS_CHANNEL } from './postgres-pool.ts';

const BEAT_MS = 2_000;
/** A leader whose last sign of life is older does not count itself as one. */
const FRESH_MS = 8_000;
/** The server ends the session of a process that was stopped, or cut off: longer than `FRESH_MS`, so that nobody overlaps. */
const QUIET_SECONDS = 15;
const AGAIN_MS = 1_000;
/** Of this program, among whatever else takes locks in this database. */
const LEADER_LOCK = 0x57_4b_02;

interface Deps {
  url: string;
  /** This process: it need not hear of its own writes. */
  instance: string;
  clock: Clock;
  log: Log;
}

/**
 * One session beside the pool that listens to what others write and, where it gets the lock, makes this process the leader.
 * The lock is the session's: it is free the moment the process or its connection ends. News may be lost with a connection,
 * so everybody looks for themselves every second or so as well.
 */
export function createPostgresPeers({ url, instance, clock, log }: Deps): Peers & { close(): Promise<void> } {
  const listeners = new Set<() => void>();
  const stopped = new AbortController();
  let loop: Promise<void> | undefined;
  let holdsLock = false;
  let beatAt = 0;
  const tell = (): void => listeners.forEach((listener) => listener());

  async function watch(): Promise<void> {
    for (let isFirst = true; !stopped.signal.aborted; isFirst = false) {
      try {
        await keepSession();
      } catch (thrown) {
        const reason = thrown instanceof Error ? thrown.message : String(thrown);
        if (isFirst || holdsLock) log.warn({ reason }, 'database session lost');
      }
      holdsLock = false;
      await clock.sleep(AGAIN_MS, stopped.signal);
    }
  }

  async function keepSession(): Promise<void> {
    const lost = new AbortController();
    const client = new Client({ ...toClientConfig(url), query_timeout: FRESH_MS - BEAT_MS });
    client.on('error', (err) => lost.abort(err));
    client.on('end', () => lost.abort(new Error('session ended')));
    client.on('notification', ({ payload }) => {
      if (payload !== instance) tell();
    });
    try {
      await client.connect();
      await client.query(`set idle_session_timeout = '${QUIET_SECONDS}s'`);
      await client.query(`listen ${NEWS_CHANNEL}`);
      tell();
      while (!stopped.signal.aborted) {
        lost.signal.throwIfAborted();
        await beat(client);
        await clock.sleep(BEAT_MS, AbortSignal.any([lost.signal, stopped.signal]));
      }
    } finally {
      await client.end().catch(() => {});
    }
  }

  /** Asks for the lock until it has it, then only for an answer. */
  async function beat(client: Client): Promise<void> {
    const askedAt = clock.now().getTime();
    const ask = holdsLock
      ? 'select true as is_leader'
      : `select pg_try_advisory_lock(${LEADER_LOCK}, hashtext(current_schema())) as is_leader`;
    const { rows } = await client.query<{ is_leader: boolean }>(ask);
    beatAt = askedAt;
    if (holdsLock || rows[0]?.is_leader !== true) return;
    holdsLock = true;
    log.info({}, 'became the leader');
    tell();
  }

  return {
    isAlone: false,
    join: () => void (loop ??= watch()),
    isLeader: () => holdsLock && clock.now().getTime() - beatAt < FRESH_MS,
    onNews(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      stopped.abort();
      await loop;
    },
  };
}
