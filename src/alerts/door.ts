import type { Clock } from '../core/clock.ts';
import { newDeliveryId } from '../core/ids.ts';
import type { AlertsConfig, AlertSourceConfig } from '../core/inventory.ts';
import type { AlertAnswer, AlertDoor, AlertRequest } from '../core/ports/alerts.ts';
import type { Log } from '../core/ports/log.ts';
import type { Redactor } from '../core/redactor.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import { admit, admitByBody } from './admission.ts';
import type { AlertSource } from './alert-source.ts';
import { compress, type Intake } from './intake.ts';
import { readBody } from './read-body.ts';
import { redactBody } from './redact-body.ts';
import type { createPlacer } from './sighting.ts';
import type { SnsProof } from './sns-signature.ts';
import { toReceived } from './to-received.ts';
import { OWN_SOURCE, type createWatchdogs } from './watchdogs.ts';

interface Deps {
  config: AlertsConfig;
  sources: readonly AlertSource[];
  place: ReturnType<typeof createPlacer>;
  intake: Intake;
  watchdogs: ReturnType<typeof createWatchdogs>;
  sns: SnsProof;
  redactor: Redactor;
  texts: Texts;
  clock: Clock;
  log: Log;
}

/** Where senders come in: proved, read, placed, stored, answered. */
export function createDoor(deps: Deps): AlertDoor {
  const { config, sources, place, intake, watchdogs, sns, redactor, texts, clock, log } = deps;
  const verdicts = new WeakMap<AlertRequest, ReturnType<typeof admit>>();
  const byType = new Map(sources.map((source) => [source.type, source]));
  const senderOf = (name: string) => {
    const sender = config.sources[name];
    return { config: sender, source: byType.get(sender?.type ?? '') };
  };

  /** Asked twice of each request: before its body is read, and with it. */
  function judge(request: AlertRequest): ReturnType<typeof admit> {
    const verdict = verdicts.get(request) ?? admit(request, senderOf(request.source));
    verdicts.set(request, verdict);
    return verdict;
  }

  async function accept(request: AlertRequest, body: Buffer, isCut: boolean): Promise<AlertAnswer> {
    const { source: name } = request;
    const sender = senderOf(name);
    const { source } = sender;
    const at = clock.now();
    const now = at.getTime();
    const fields = sender.config?.fields;
    const received = toReceived(request, body, { now, texts, ...(fields && { fields }) });
    if (judge(request) === 'by_body') {
      try {
        const isGenuine = await admitByBody(request, sender, { body, json: received.json, now, sns });
        if (!isGenuine) return { status: 401, body: {} };
      } catch (err) {
        // Amazon gives up at a refusal, and comes again after this.
        log.warn({ source: name, err }, 'signature could not be checked');
        return { status: 503, body: { accepted: 0 } };
      }
    }
    const { readings, outcome } = readBody(source, received, { name, isCut });
    if (outcome === 'unreadable') log.warn({ source: name, bytes: body.length }, 'alert body was not understood');
    const deliveryId = source?.deliveryHeader === undefined ? undefined : received.header(source.deliveryHeader);
    const { others, own } = watchdogs.sift(name, readings);
    const delivery = {
      id: newDeliveryId(at),
      source: name,
      receivedAt: now,
      ...(deliveryId !== undefined && { deliveryId: deliveryId.slice(0, 200) }),
      body: await compress(redactBody(body, received, redactor)),
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
    admit: judge,
    accept: (request, body, { isCut }) => accept(request, body, isCut),
  };
}
