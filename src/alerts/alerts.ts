import { randomBytes } from 'node:crypto';
import type { Actor } from '../core/actor.ts';
import type { Clock } from '../core/clock.ts';
import { OpsError } from '../core/errors.ts';
import type { AlertSourceConfig, Inventory } from '../core/inventory.ts';
import type { AlertAnswer, AlertDoor, AlertRequest, Alerts } from '../core/ports/alerts.ts';
import type { HttpClient } from '../core/ports/http-client.ts';
import type { Log } from '../core/ports/log.ts';
import type { Store } from '../core/store.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { isOpen, type AlertCounts, type AlertGroup } from '../core/alert.ts';
import { matchesAll } from '../core/matcher.ts';
import type { AlertChange } from '../core/alert-store.ts';
import type { AlertGroupId } from '../core/ids.ts';
import { acknowledge } from './acknowledge.ts';
import { createAlertmanagerApi } from './alertmanager-api.ts';
import type { AlertSource } from './alert-source.ts';
import { admit, admitByBody } from './admission.ts';
import { escalate } from './escalate.ts';
import { compress, createIntake } from './intake.ts';
import { readBody } from './read-body.ts';
import { createReconciler } from './reconcile.ts';
import { createPlacer } from './sighting.ts';
import { silence, silenceAtSender, unsilence } from './silences.ts';
import { createSnsProof } from './sns-signature.ts';
import { toReceived } from './to-received.ts';
import { createWatchdogs, OWN_SOURCE } from './watchdogs.ts';
import { watchStorms } from './watch-storms.ts';
import { createWatch, type Watch } from './watch.ts';

const SILENCED_MEMBERS_MAX = 500;
const OPEN_MAX = 200;

export interface AlertsDeps {
  inventory: Inventory;
  sources: readonly AlertSource[];
  store: Pick<Store, 'alerts'>;
  /** Names of the runbooks that exist. */
  runbooks(): readonly string[];
  http: HttpClient;
  /** Throws `not_allowed` for who may not steer. */
  requireOperator(actor: Actor): Promise<void>;
  texts: Texts;
  clock: Clock;
  log: Log;
  /** Messages are wanted. */
  onMessages(): void;
}

/** Senders come in by the door, people by the rest. */
export function createAlerts(deps: AlertsDeps): { alerts: Alerts; door: AlertDoor; watch: Watch } {
  const { inventory, store, texts, clock, log, onMessages } = deps;
  const config = inventory.alerts ?? { sources: {}, routes: [], hosts: {} };
  const place = createPlacer(inventory, config, deps.runbooks);
  const intake = createIntake({ store: store.alerts, texts, clock, onStored: onMessages });
  const byType = new Map(deps.sources.map((source) => [source.type, source]));
  const sns = createSnsProof(deps.http);
  const api = createAlertmanagerApi({ http: deps.http, texts });
  const watchdogs = createWatchdogs({ config, store: store.alerts, texts, startedAt: clock.now().getTime() });
  const reconciler = createReconciler({ store: store.alerts, api, config, clock, log });
  const senderOf = (name: string) => {
    const sender = config.sources[name];
    return { config: sender, source: byType.get(sender?.type ?? '') };
  };

  async function accept(request: AlertRequest, body: Buffer, isCut: boolean): Promise<AlertAnswer> {
    const { source: name } = request;
    const sender = senderOf(name);
    const { source } = sender;
    const now = clock.now().getTime();
    const fields = sender.config?.fields;
    const received = toReceived(request, body, { now, texts, ...(fields && { fields }) });
    if (admit(request, sender) === 'by_body') {
      const isGenuine = await admitByBody(request, sender, { body, json: received.json, now, sns });
      if (!isGenuine) return { status: 401, body: {} };
    }
    const { readings, outcome } = readBody(source, received, { name, isCut });
    if (outcome === 'unreadable') log.warn({ source: name, bytes: body.length }, 'alert body was not understood');
    const deliveryId = source?.deliveryHeader === undefined ? undefined : received.header(source.deliveryHeader);
    const { others, own } = watchdogs.sift(name, readings);
    const delivery = {
      id: `dlv_${randomBytes(12).toString('hex')}`,
      source: name,
      receivedAt: now,
      ...(deliveryId !== undefined && { deliveryId: deliveryId.slice(0, 200) }),
      body: await compress(body),
      sizeBytes: body.length,
      outcome,
    };
    try {
      await intake.add({
        delivery,
        sightings: [
          ...others.map((reading) => place(name, reading)),
          ...own.map((reading) => place(OWN_SOURCE, reading)),
        ],
      });
    } catch (err) {
      log.error({ source: name, err }, 'alert could not be stored');
      return { status: 503, body: { accepted: 0 } };
    }
    if (source?.isSignedBySns && outcome === 'a SubscriptionConfirmation') await confirm(received.json, sender.config);
    return { status: 200, body: source?.answer ?? { accepted: readings.length } };
  }

  /** A token opens the door; only Amazon's signature for one of our topics makes us visit an address. */
  async function confirm(json: unknown, config: AlertSourceConfig | undefined): Promise<void> {
    try {
      if (await sns.isGenuine(json, config?.topics ?? [])) await sns.confirm(json);
    } catch (err) {
      log.warn({ source: config?.name, err }, 'subscription was not confirmed');
    }
  }

  return {
    door: {
      admit: (request) => admit(request, senderOf(request.source)),
      accept: (request, body, { isCut }) => accept(request, body, isCut),
    },
    alerts: {
      find: (id) => store.alerts.findGroup(id),
      async match(matchers) {
        const open = await store.alerts.listOpen({ limit: OPEN_MAX });
        const met: AlertGroup[] = [];
        for (const group of open) {
          const members = await store.alerts.listMembers(group.id, OPEN_MAX);
          if (members.some(({ state, labels }) => isOpen(state) && matchesAll(labels, matchers))) met.push(group);
        }
        return met;
      },
      listOpen: (filter) => store.alerts.listOpen(filter),
      acknowledge: (id, actor) => change(id, (group, counts, now) => acknowledge(group, counts, { actor, now, texts })),
      async silence(id, { actor, forMs, reason }) {
        await deps.requireOperator(actor);
        const group = await get(id);
        const now = clock.now();
        const asked = { actor, now, until: now.getTime() + forMs, reason };
        const members = await store.alerts.listMembers(id, SILENCED_MEMBERS_MAX);
        // The sender first: what people are told must be true.
        const ids = await silenceAtSender(group, members, asked, { api, config, texts });
        return change(id, (before, counts) => silence(before, counts, { ...asked, ids, texts }));
      },
      async unsilence(id, actor) {
        await deps.requireOperator(actor);
        const { source, silenced } = await get(id);
        const address = config.sources[source]?.api;
        for (const silenceId of silenced?.ids ?? []) {
          if (address !== undefined) await api.expireSilence(address, silenceId);
        }
        return change(id, (group, _, now) => unsilence(group, { actor, now, texts }));
      },
    },
    watch: createWatch({
      store: store.alerts,
      reconcile: (groups) => reconciler.look(groups),
      look: async (now) => {
        await tellSilence(now);
        const isEscalated = await escalate({ store: store.alerts, config, http: deps.http, texts, log }, now);
        if ((await watchStorms(store.alerts, now)) || isEscalated) onMessages();
      },
      texts,
      clock,
      log,
      onMessages,
    }),
  };

  async function tellSilence(now: Date): Promise<void> {
    const silent = await watchdogs.findSilent(now);
    if (silent.length === 0) return;
    const delivery = {
      id: `dlv_${randomBytes(12).toString('hex')}`,
      source: OWN_SOURCE,
      receivedAt: now.getTime(),
      body: new Uint8Array(),
      sizeBytes: 0,
      outcome: 'silence',
    };
    await intake.add({ delivery, sightings: silent.map((reading) => place(OWN_SOURCE, reading)) });
  }

  async function get(id: AlertGroupId): Promise<AlertGroup> {
    const group = await store.alerts.findGroup(id);
    if (!group) throw new OpsError('not_found', texts.alerts.noGroup);
    return group;
  }

  async function change(
    id: AlertGroupId,
    decide: (group: AlertGroup, counts: AlertCounts, now: Date) => AlertChange,
  ): Promise<AlertGroup> {
    await get(id);
    const now = clock.now();
    const group = await store.alerts.updateGroup(id, now, (before, counts) => decide(before, counts, now));
    onMessages();
    return group;
  }
}
