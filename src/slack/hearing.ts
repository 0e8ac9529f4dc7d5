import type { App } from '@slack/bolt';
import type { Clock } from '../core/clock.ts';
import type { Inventory, SelfTestConfig } from '../core/inventory.ts';
import { PRIORITY, type MessageDraft } from '../core/message.ts';
import type { Log } from '../core/ports/log.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import type { WatcherStore } from '../core/watcher-store.ts';
import { toTime } from './card-words.ts';
import { createHearingNote } from './hearing-note.ts';
import type { Identity } from './identity.ts';
import { isOwnMessage, mayExit } from './judge-hearing.ts';
import { createSelfTest } from './self-test.ts';
import type { SlackWeb } from './web.ts';

/**
 * `unproven`: Slack has never told us of a message of ours, so silence says nothing. `unanswered`: Slack does not take what
 * we write, which is not deafness.
 */
export type HearingState = 'off' | 'unproven' | 'hears' | 'asking' | 'deaf' | 'unanswered';

export interface Hearing {
  register(app: App): void;
  start(): void;
  stop(): Promise<void>;
  state(): HearingState;
  /** When anything of what people or we do there last reached us, ms. */
  lastHeardAt(): number | undefined;
  /** Whether the way to Slack and back was seen to work lately. */
  isFresh(): boolean;
}

export interface HearingDeps {
  web: SlackWeb;
  watchers: WatcherStore;
  /** Slack tells one of several processes of an event: what this one is not told proves nothing then. */
  isAlone: boolean;
  inventory: Inventory;
  texts: Texts;
  clock: Clock;
  log: Log;
  findIdentity(): Identity | undefined;
  isConnected(): boolean;
  /** Lets go of all connections and opens new ones; nothing in HTTP mode. */
  reconnect(): void;
  /** The process should finish what it has in hand, and be started anew. */
  onDeaf(): void;
  /** Messages are wanted. */
  onMessages(): void;
}

const NAP_MS = 5_000;
/** A minute in naps and not by the clock: a machine that slept was not deaf. */
const NAPS = 12;
const LATE_MS = 120_000;
/** After Slack did not take what we wrote. */
const RETRY_MS = 30_000;

/**
 * Slack takes what we write, but does what people do reach us? When nothing came for a while, a message of our own is edited,
 * which notifies nobody, and Slack has to tell us of it. Deaf for a minute: connect anew; deaf still: ask to be restarted.
 */
export function createHearing(deps: HearingDeps): Hearing {
  const { clock, findIdentity, isConnected } = deps;
  const config = deps.isAlone ? deps.inventory.slack.selfTest : undefined;
  const ear = createEar(clock);
  const test = config && createTest(config, ear, deps);
  let loop: Promise<void> = Promise.resolve();
  return {
    register(app) {
      app.use(async ({ next }) => {
        ear.hear();
        await next();
      });
      app.event('message', async ({ event }) => {
        const us = findIdentity();
        if (us && isOwnMessage(event, us)) ear.hearOwn();
      });
    },
    start() {
      if (test) loop = test.watch();
    },
    async stop() {
      ear.stopped.abort();
      await loop;
    },
    state: () => test?.state() ?? 'off',
    lastHeardAt: ear.at,
    isFresh() {
      if (!config || !test?.isProven()) return isConnected();
      return test.state() !== 'deaf' && clock.now().getTime() - (ear.at() ?? 0) < config.everyMs + LATE_MS;
    },
  };
}

/** What was heard, counted, and naps that end with it. */
function createEar(clock: Clock) {
  const stopped = new AbortController();
  let nap = new AbortController();
  let count = 0;
  let ownCount = 0;
  let at: number | undefined;

  async function doze(): Promise<void> {
    nap = new AbortController();
    await clock.sleep(NAP_MS, AbortSignal.any([nap.signal, stopped.signal]));
  }

  const isQuiet = (since: number): boolean => count === since && !stopped.signal.aborted;

  return {
    stopped,
    hear() {
      at = clock.now().getTime();
      count += 1;
      nap.abort();
    },
    hearOwn: () => void (ownCount += 1),
    at: () => at,
    count: () => count,
    hasHeardOwn: () => ownCount > 0,
    doze,
    /** Until something is heard since then, or `isEnough`; false when it was not. */
    async wait(since: number, naps: number, isEnough: () => boolean = () => false): Promise<boolean> {
      for (let n = 0; n < naps && isQuiet(since); n++) {
        await doze();
        if (isEnough()) break;
      }
      return count !== since;
    },
  };
}

function createTest({ channel, everyMs }: SelfTestConfig, ear: ReturnType<typeof createEar>, deps: HearingDeps) {
  const { watchers, inventory, texts, clock, log, isConnected } = deps;
  const note = createHearingNote({ watchers, channel, clock });
  const speak = createSelfTest(deps);
  let state: HearingState = 'asking';
  const now = (): number => clock.now().getTime();
  const time = (at: number): string => toTime(at, inventory, clock.now());
  const hasStopped = (): boolean => ear.stopped.signal.aborted;

  const ask = (isAnew: boolean): Promise<boolean> => {
    const text = texts.watchers.selfTest({ time: time(now()) });
    return speak({ channel, ts: note.read().ts, text }, { isAnew, keep: (ts) => note.change({ ts }) });
  };

  async function tell(deafSince: number, text: string, change: Parameters<typeof note.change>[0], act: string) {
    const message: MessageDraft = {
      key: `hearing/${deafSince}`,
      kind: 'announcement',
      channel: inventory.slack.channels.incidents,
      body: { text },
      priority: PRIORITY.critical,
    };
    await note.change(change, { act, messages: [message] });
    deps.onMessages();
  }

  async function test(): Promise<void> {
    const since = ear.count();
    if (state !== 'deaf') state = 'asking';
    // Only who is in the channel may post: the second time, so that who was put out of it is not taken for deaf.
    for (const isAnew of [false, true]) {
      if (!(await ask(isAnew))) return void (state = 'unanswered');
      if ((await ear.wait(since, NAPS / 2)) || hasStopped()) return;
    }
    if (note.read().isProven === true) return reconnect(since);
    log.warn({}, 'slack did not tell us of our own message: is the app installed with manifest.yml?');
    state = 'unproven';
  }

  async function reconnect(since: number): Promise<void> {
    state = 'deaf';
    log.error({}, 'slack is not heard any more: connecting anew');
    if (note.read().deafSince === undefined) {
      const deafSince = ear.at() ?? now();
      await tell(deafSince, texts.watchers.deaf({ time: time(deafSince) }), { deafSince }, 'slack.deaf');
    }
    deps.reconnect();
    await ear.wait(since, NAPS, isConnected);
    // Slack lets nobody in, or takes nothing: it is down, not we deaf.
    if (!isConnected() || !(await ask(true))) return void (state = 'unanswered');
    if ((await ear.wait(since, NAPS)) || hasStopped()) return;
    const { exitsInVain = 0, ...known } = note.read();
    if (!mayExit({ ...known, exitsInVain }, now()))
      return log.error({}, 'slack is still not heard; restarted too lately to do so again');
    log.error({}, 'slack is still not heard: ending to be started anew');
    await note.change({ exitedAt: now(), exitsInVain: exitsInVain + 1 }, { act: 'slack.deaf_exit' });
    ear.stopped.abort();
    deps.onDeaf();
  }

  /** After something was heard: proof, and the end of deafness. */
  async function settle(): Promise<void> {
    const { deafSince, isProven = false, exitsInVain } = note.read();
    const isNowProven = isProven || ear.hasHeardOwn();
    const change = { exitsInVain: undefined, ...(isNowProven && { isProven: true }) };
    if (deafSince !== undefined) {
      log.info({}, 'slack is heard again');
      const text = texts.watchers.heardAgain({ from: time(deafSince), to: time(now()) });
      await tell(deafSince, text, { ...change, deafSince: undefined }, 'slack.heard_again');
    } else if (isNowProven !== isProven || exitsInVain !== undefined) {
      await note.change(change);
    }
    state = isNowProven ? 'hears' : 'unproven';
  }

  return {
    state: () => state,
    isProven: () => note.read().isProven === true,
    async watch(): Promise<void> {
      let settled = 0;
      let notBefore = 0;
      const isDue = (): boolean =>
        now() >= notBefore &&
        (now() - (ear.at() ?? 0) >= everyMs || (state === 'asking' && !ear.hasHeardOwn())) &&
        deps.findIdentity() !== undefined &&
        isConnected();
      while (!hasStopped()) {
        try {
          await note.load();
          if (isDue()) {
            await test();
            if (state === 'unanswered') notBefore = now() + RETRY_MS;
            if (state === 'unproven') notBefore = now() + everyMs;
          }
          if (ear.count() > settled) {
            settled = ear.count();
            await settle();
          }
        } catch (err) {
          log.error({ err }, 'self-test went wrong');
        }
        if (!hasStopped()) await ear.doze();
      }
    },
  };
}
