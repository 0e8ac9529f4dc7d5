import { systemActor } from '../core/actor.ts';
import type { AlertStore } from '../core/alert-store.ts';
import type { Clock } from '../core/clock.ts';
import type { Inventory, PrimaryDownConfig } from '../core/inventory.ts';
import type { Json } from '../core/json.ts';
import { PRIORITY, type MessageDraft } from '../core/message.ts';
import type { Log } from '../core/ports/log.ts';
import type { PrimaryProbe } from '../core/ports/primary-probe.ts';
import {
  findPrimaryDown,
  primaryDownMessageKey,
  primaryDownName,
  PROBE_ID,
  type PrimaryDown,
  type Sign,
} from '../core/primary-down.ts';
import type { WatcherStore } from '../core/watcher-store.ts';
import { findKnownProbe, findPair, isProbeDue, judgePrimary } from './judge-primary.ts';
import { createSignFinder } from './primary-signs.ts';
import { OWN_SOURCE } from './watchdogs.ts';

export interface PrimaryWatch {
  start(): void;
  stop(): Promise<void>;
  /** One look, as it is made every few seconds. */
  look(): Promise<void>;
}

interface Deps {
  inventory: Inventory;
  store: Pick<AlertStore, 'listFiring'>;
  watchers: WatcherStore;
  /** Of several processes on one database one looks. */
  isLeader(): boolean;
  config: PrimaryDownConfig;
  probe: PrimaryProbe;
  /** The service was moved away from its primary, or is being moved: nobody has to be told then. */
  isElsewhere(service: string): Promise<boolean>;
  clock: Clock;
  log: Log;
  onMessages(): void;
}

interface Asked {
  askedAt: number;
  /** What it saw, while it sees the primary down. */
  sign?: Sign;
}

const LOOK_EVERY_MS = 3_000;
const FIRING_MAX = 500;

/** Two independent signs that a primary is down are one message, once, until both are gone. It only suggests: it never acts. */
export function createPrimaryWatch(deps: Deps): PrimaryWatch {
  const { inventory, store, watchers, config, probe, isElsewhere, isLeader, clock, log, onMessages } = deps;
  const { withinMs } = config;
  const findSigns = createSignFinder(inventory, config);
  const services = Object.keys(inventory.services);
  const stopped = new AbortController();
  const known = new Map<string, PrimaryDown | undefined>();
  const asked = new Map<string, Asked>();
  let loop: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    if (!isLeader()) return;
    const firing = await store.listFiring(services, FIRING_MAX);
    await Promise.all(services.map((service) => lookAt(service, findSigns(firing, service))));
  }

  async function lookAt(service: string, alerts: readonly Sign[]): Promise<void> {
    if (!known.has(service)) known.set(service, findPrimaryDown(await watchers.find(primaryDownName(service))));
    const before = known.get(service);
    const askedAt = asked.get(service)?.askedAt ?? 0;
    const isDue = isProbeDue(before, alerts, { ...config, now: clock.now().getTime(), askedAt });
    if (isDue) await ask(service);
    // What has not been asked since the start is as it was left.
    const own = asked.has(service) ? asked.get(service)?.sign : findKnownProbe(before);
    const present = own ? [...alerts, own] : alerts;
    const isOpen = before !== undefined && before.endedAt === undefined;
    if (!isOpen && (!findPair(present, withinMs) || (await isElsewhere(service)))) return;
    await record(service, present);
  }

  async function ask(service: string): Promise<void> {
    const askedAt = clock.now().getTime();
    const before = asked.get(service)?.sign ?? findKnownProbe(known.get(service));
    try {
      const { isDown, text } = await probe(service, stopped.signal);
      if (stopped.signal.aborted) return;
      const at = before?.at ?? askedAt;
      const sign: Sign = { id: PROBE_ID, source: OWN_SOURCE, title: text, at };
      asked.set(service, { askedAt, ...(isDown && { sign }) });
    } catch (err) {
      if (stopped.signal.aborted) return;
      log.warn({ service, err }, 'primary could not be asked');
      asked.set(service, { askedAt, ...(before && { sign: before }) });
    }
  }

  async function record(service: string, present: readonly Sign[]): Promise<void> {
    const now = clock.now();
    let after: PrimaryDown | undefined;
    let isChanged = false;
    await watchers.change(primaryDownName(service), now, (doc) => {
      const before = findPrimaryDown(doc);
      after = judgePrimary(before, present, { service, now: now.getTime(), withinMs });
      if (!after || after === before) return undefined;
      isChanged = true;
      return { doc: after as unknown as Json, audit: [toEntry(before, after)], messages: [toMessage(after)] };
    });
    known.set(service, after);
    if (isChanged) onMessages();
  }

  function toMessage(down: PrimaryDown): MessageDraft {
    const [first] = inventory.alerts?.escalation ?? [];
    const mention = inventory.services[down.service]?.oncall ?? first?.mention ?? [];
    return {
      key: primaryDownMessageKey(down),
      kind: 'primary_down',
      channel: inventory.slack.channels.incidents,
      body: { down, mention, runbooks: config.runbooks } as unknown as Json,
      priority: PRIORITY.critical,
    };
  }

  return {
    look,
    start() {
      loop = (async () => {
        while (!stopped.signal.aborted) {
          await look().catch((err: unknown) => log.error({ err }, 'primaries could not be looked after'));
          await clock.sleep(LOOK_EVERY_MS, stopped.signal);
        }
      })();
    },
    async stop() {
      stopped.abort();
      await loop;
    },
  };
}

function toEntry(before: PrimaryDown | undefined, after: PrimaryDown) {
  const isNew = before?.since !== after.since;
  const act = isNew ? 'primary.looks_down' : after.endedAt === undefined ? 'primary.signs_changed' : 'primary.is_back';
  const signs = after.signs.map(({ id, source, at, endedAt = null }): Json => [source, id, at, endedAt]);
  return {
    actor: systemActor.person,
    via: systemActor.via,
    act,
    subject: { service: after.service },
    outcome: 'ok' as const,
    details: { since: after.since, signs },
  };
}
