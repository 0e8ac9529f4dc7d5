import { toLocalDay } from '../core/local-day.ts';
import type { EngineDeps } from './deps.ts';

const HOUR = 9;
const LOOK_EVERY_MS = 60_000;

type Deps = Pick<EngineDeps, 'store' | 'inventory' | 'clock' | 'log' | 'onMessages'>;

export interface DailyHead {
  start(): void;
  stop(): Promise<void>;
}

/**
 * Wants the head of the audit chain in the audit channel at nine each morning of the inventory's time zone, also when
 * nothing has changed since. The day is in the message's key, so that it comes once, however often the bot is started; a
 * bot that was down at nine posts it when it is back.
 */
export function createDailyHead({ store, inventory, clock, log, onMessages }: Deps): DailyHead {
  const { audit: channel } = inventory.slack.channels;
  const stopped = new AbortController();
  let loop: Promise<void> = Promise.resolve();
  const toDay = (at: Date): string => toLocalDay(at, inventory.timezone, HOUR);
  /** The last day that needs no second look. */
  let settled: string | undefined;

  async function look(auditChannel: string): Promise<void> {
    const now = clock.now();
    const day = toDay(now);
    if (day === settled) return;
    const key = `audit/${day}`;
    const isWanted = (await store.messages.find(key)) !== undefined;
    // A trail that began after nine has nothing to be held to yet.
    if (!isWanted && !(await hasEntriesBefore(day))) return;
    if (!isWanted) {
      const head = await store.audit.head();
      const body = { sequence: head?.sequence ?? 0, hash: head?.hash ?? '' };
      await store.messages.want([{ key, kind: 'audit_head', channel: auditChannel, body }], now);
      onMessages();
    }
    settled = day;
  }

  async function hasEntriesBefore(day: string): Promise<boolean> {
    for await (const { at } of store.audit.scan()) return toDay(new Date(at)) < day;
    return false;
  }

  async function watch(auditChannel: string): Promise<void> {
    while (!stopped.signal.aborted) {
      if (store.peers.isLeader())
        await look(auditChannel).catch((err: unknown) => log.error({ err }, 'audit head not wanted'));
      await clock.sleep(LOOK_EVERY_MS, stopped.signal);
    }
  }

  return {
    start() {
      if (channel !== undefined) loop = watch(channel);
    },
    async stop() {
      stopped.abort();
      await loop;
    },
  };
}
