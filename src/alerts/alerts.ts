import type { Actor } from '../core/actor.ts';
import type { Clock } from '../core/clock.ts';
import { newDeliveryId } from '../core/ids.ts';
import type { AlertsConfig, Inventory } from '../core/inventory.ts';
import { listKnown, type KnownSecrets } from '../core/known-secrets.ts';
import type { AlertDoor, Alerts } from '../core/ports/alerts.ts';
import type { HttpClient } from '../core/ports/http-client.ts';
import type { Log } from '../core/ports/log.ts';
import type { Mailer } from '../core/ports/mailer.ts';
import type { PrimaryProbe } from '../core/ports/primary-probe.ts';
import { createRedactor } from '../core/redactor.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { createAlertmanagerApi } from './alertmanager-api.ts';
import type { AlertSource } from './alert-source.ts';
import { createMailDelivery, type MailDelivery } from './deliver-mails.ts';
import { createDoor } from './door.ts';
import { escalate } from './escalate.ts';
import { createGroupActs } from './group-acts.ts';
import { createIntake } from './intake.ts';
import { createReconciler } from './reconcile.ts';
import { createPlacer } from './sighting.ts';
import { createSnsProof } from './sns-signature.ts';
import { createWatchdogs, OWN_SOURCE } from './watchdogs.ts';
import { watchFlaps } from './watch-flaps.ts';
import { createPrimaryWatch, type PrimaryWatch } from './watch-primaries.ts';
import { watchStorms } from './watch-storms.ts';
import { createWatch, type Watch } from './watch.ts';

export interface AlertsDeps {
  inventory: Inventory;
  sources: readonly AlertSource[];
  store: Pick<Store, 'alerts' | 'messages' | 'peers' | 'watchers'>;
  /** Not even in a body that is kept. */
  secrets: KnownSecrets;
  /** Names of the runbooks that exist. */
  runbooks(): readonly string[];
  http: HttpClient;
  /** Takes the mails of the escalation; none: there are none. */
  mailer?: Mailer | undefined;
  /** Address of a message in Slack, by its key. */
  findLink(key: string): Promise<string | undefined>;
  /** Asks primaries themselves. */
  probePrimary: PrimaryProbe;
  /** See createPrimaryWatch. */
  isElsewhere(service: string): Promise<boolean>;
  /** Throws `not_allowed` for who may not steer. */
  requireOperator(actor: Actor): Promise<void>;
  texts: Texts;
  clock: Clock;
  log: Log;
  /** Messages are wanted. */
  onMessages(): void;
}

/** Side by side: a mail server that hangs holds up no alert. */
function withMails(watch: Watch, mails: MailDelivery): Watch {
  return {
    start() {
      watch.start();
      mails.start();
    },
    async stop() {
      await Promise.all([watch.stop(), mails.stop()]);
    },
    async look() {
      await watch.look();
      await mails.look();
    },
  };
}

/** Senders come in by the door, people by the rest. */
export function createAlerts(deps: AlertsDeps): {
  alerts: Alerts;
  door: AlertDoor;
  watch: Watch;
  /** None without alerts. */
  primaries: PrimaryWatch | undefined;
} {
  const { inventory, store, texts, clock, log, onMessages } = deps;
  const config: AlertsConfig = inventory.alerts ?? { sources: {}, routes: [], hosts: {} };
  const place = createPlacer(inventory, config, deps.runbooks);
  const intake = createIntake({ store: store.alerts, texts, clock, onStored: onMessages });
  const redactor = createRedactor(listKnown(deps.secrets));
  const sns = createSnsProof(deps.http);
  const api = createAlertmanagerApi({ http: deps.http, texts });
  const watchdogs = createWatchdogs({ config, store: store.alerts, texts, startedAt: clock.now().getTime() });
  const reconciler = createReconciler({ store: store.alerts, api, config, clock, log });
  const { mailer, findLink } = deps;
  const { timezone } = inventory;
  const mails = mailer && createMailDelivery({ store, mailer, findLink, texts, timezone, clock, log, onMessages });
  const watch = createWatch({
    store: store.alerts,
    isLeader: () => store.peers.isLeader(),
    reconcile: (groups) => reconciler.look(groups),
    look: async (now) => {
      await tellSilence(now);
      const isEscalated = await escalate({ store: store.alerts, config, http: deps.http, texts, log }, now);
      if (isEscalated) mails?.wake();
      const isTold = await watchFlaps(store.alerts, now, { texts, timezone });
      if ((await watchStorms(store.alerts, now)) || isEscalated || isTold) onMessages();
    },
    texts,
    clock,
    log,
    onMessages,
  });
  return {
    door: createDoor({ config, sources: deps.sources, place, intake, watchdogs, sns, redactor, texts, clock, log }),
    primaries:
      config.primaryDown &&
      createPrimaryWatch({
        ...{ inventory, clock, log, onMessages },
        store: store.alerts,
        watchers: store.watchers,
        isLeader: () => store.peers.isLeader(),
        config: config.primaryDown,
        probe: deps.probePrimary,
        isElsewhere: (service) => deps.isElsewhere(service),
      }),
    alerts: createGroupActs({
      store: store.alerts,
      watchers: store.watchers,
      config,
      api,
      requireOperator: (actor) => deps.requireOperator(actor),
      texts,
      clock,
      onMessages,
    }),
    watch: mails ? withMails(watch, mails) : watch,
  };

  async function tellSilence(now: Date): Promise<void> {
    const silent = await watchdogs.findSilent(now);
    if (silent.length === 0) return;
    const delivery = {
      id: newDeliveryId(now),
      source: OWN_SOURCE,
      receivedAt: now.getTime(),
      body: new Uint8Array(),
      sizeBytes: 0,
      outcome: 'silence',
    };
    await intake.add({ delivery, sightings: silent.map((reading) => place(OWN_SOURCE, reading)) });
  }
}
