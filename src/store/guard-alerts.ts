import { createHash } from 'node:crypto';
import type { Alert, AlertGroup } from '../core/alert.ts';
import {
  alertIndex,
  groupIndex,
  type AlertChange,
  type AlertLookup,
  type AlertsKnown,
  type RawDelivery,
} from '../core/alert-store.ts';
import { REDACTED, SECRET_NAME } from '../core/redact.ts';
import type { Redactor } from '../core/redactor.ts';

type Lookup = AlertLookup & { deliveries: ReadonlyArray<{ source: string; deliveryId: string }> };
type Texts = Readonly<Record<string, string>>;

/** `tokens_per_second` is what was measured. */
const isNumber = (text: string): boolean => /^[+-]?\d{1,12}(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text);

/** What senders say, as it is kept. Whoever decides still sees the keys as the senders wrote them: what is the same stays so. */
export interface AlertGuard {
  toKey(key: string): string;
  toLookup(lookup: Lookup): Lookup;
  /** What is known, also by the keys that were asked for. */
  toKnown(known: AlertsKnown, asked: Lookup): AlertsKnown;
  toKept(change: AlertChange): AlertChange;
}

export function createAlertGuard(redactor: Redactor): AlertGuard {
  const { redact } = redactor;
  /** Names are few, and come again and again. */
  const telling = new Map<string, boolean>();

  function isTelling(name: string): boolean {
    let is = telling.get(name);
    if (is === undefined) {
      is = SECRET_NAME.test(name);
      if (telling.size < 1_000) telling.set(name, is);
    }
    return is;
  }

  /** The same object where nothing had to go, as with nearly all. */
  function toSafe(texts: Texts, isHarmless = (_text: string): boolean => false): Texts {
    let safe: Record<string, string> | undefined;
    for (const name of Object.keys(texts)) {
      const text = texts[name] ?? '';
      const kept = isTelling(name) && !isHarmless(text) ? REDACTED : redact(text);
      if (kept !== text) (safe ??= { ...texts })[name] = kept;
    }
    return safe ?? texts;
  }

  /** A key with a secret in it is as unique by its hash. */
  function toKey(key: string): string {
    return redact(key) === key ? key : `#${createHash('sha256').update(key).digest('hex')}`;
  }

  const maybe = <K extends string>(name: K, text: string | undefined): Partial<Record<K, string>> =>
    text === undefined ? {} : ({ [name]: redact(text) } as Partial<Record<K, string>>);

  const toAlert = (alert: Alert): Alert => ({
    ...alert,
    key: toKey(alert.key),
    episode: toKey(alert.episode),
    title: redact(alert.title),
    ...maybe('severityRaw', alert.severityRaw),
    ...maybe('summary', alert.summary),
    ...maybe('description', alert.description),
    ...maybe('service', alert.service),
    ...maybe('host', alert.host),
    labels: toSafe(alert.labels),
    annotations: toSafe(alert.annotations),
    values: toSafe(alert.values, isNumber),
    links: toSafe({ ...alert.links }),
  });

  const toGroup = (group: AlertGroup): AlertGroup => ({
    ...group,
    key: toKey(group.key),
    title: redact(group.title),
    ...maybe('service', group.service),
  });

  const toDelivery = (delivery: RawDelivery): RawDelivery => ({
    ...delivery,
    ...(delivery.deliveryId !== undefined && { deliveryId: toKey(delivery.deliveryId) }),
    outcome: redact(delivery.outcome),
  });

  return {
    toKey,
    toLookup: ({ keys, groups, deliveries }) => ({
      keys: keys.map(({ source, key }) => ({ source, key: toKey(key) })),
      groups: groups.map(({ channel, key }) => ({ channel, key: toKey(key) })),
      deliveries: deliveries.map(({ source, deliveryId }) => ({ source, deliveryId: toKey(deliveryId) })),
    }),
    toKnown(known, asked) {
      const [alerts, groups, deliveries] = [new Map(known.alerts), new Map(known.groups), new Set(known.deliveries)];
      for (const { source, key } of asked.keys) {
        const kept = toKey(key);
        const alert = kept === key ? undefined : alerts.get(alertIndex(source, kept));
        if (alert) alerts.set(alertIndex(source, key), { ...alert, key });
      }
      for (const { channel, key } of asked.groups) {
        const kept = toKey(key);
        const group = kept === key ? undefined : groups.get(groupIndex(channel, kept));
        if (!group) continue;
        const known = { ...group, key };
        groups.set(groupIndex(channel, key), known);
        groups.set(group.id, known);
      }
      for (const { source, deliveryId } of asked.deliveries) {
        if (deliveries.has(alertIndex(source, toKey(deliveryId)))) deliveries.add(alertIndex(source, deliveryId));
      }
      return { ...known, alerts, groups, deliveries };
    },
    toKept: (change) => ({
      ...change,
      ...(change.alerts && { alerts: change.alerts.map(toAlert) }),
      ...(change.groups && { groups: change.groups.map(toGroup) }),
      ...(change.deliveries && { deliveries: change.deliveries.map(toDelivery) }),
    }),
  };
}
