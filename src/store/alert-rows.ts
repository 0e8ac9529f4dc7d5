import type { Selectable } from 'kysely';
import { isOpen, SEVERITIES, type Alert, type AlertGroup, type AlertState } from '../core/alert.ts';
import type { RawDelivery } from '../core/alert-store.ts';
import type { AlertGroupId, AlertId, StormId } from '../core/ids.ts';
import type { Database } from './schema.ts';

type AlertRow = Selectable<Database['alerts']>;
type GroupRow = Selectable<Database['alert_groups']>;
type DeliveryRow = Selectable<Database['alert_deliveries']>;

export const alertLookup = (source: string, key: string): string => `${source}/${key}`;
export const groupLookup = (channel: string, key: string): string => `${channel}/${key}`;

/** Everything that has no column of its own, or must be read back as it was, is in `doc`. */
export function toAlertRow(alert: Alert): AlertRow {
  const { id, state, service, group, storm, lastSeenAt, counts, ...doc } = alert;
  return {
    id,
    lookup: alertLookup(alert.source, alert.key),
    newest: 1,
    state,
    severity: SEVERITIES.indexOf(alert.severity),
    service: service ?? null,
    group_id: group ?? null,
    storm_id: storm?.id ?? null,
    storm_place: storm?.place ?? null,
    started_at: alert.startsAt,
    changed_at: alert.changedAt,
    seen_at: lastSeenAt,
    seen_count: counts.seen,
    stale_at:
      isOpen(state) && state !== 'stale' && state !== 'flapping' && alert.staleAfterMs !== undefined
        ? lastSeenAt + alert.staleAfterMs
        : null,
    calm_at: state === 'flapping' ? (alert.flapping?.calmAt ?? alert.changedAt) : null,
    doc: JSON.stringify({ ...doc, flaps: counts.flaps }),
  };
}

export function toAlert(row: AlertRow): Alert {
  const { flaps, flapping, ...doc } = JSON.parse(row.doc) as Omit<Alert, 'counts'> & { flaps: number };
  return {
    ...doc,
    id: row.id as AlertId,
    state: row.state as AlertState,
    ...(row.state === 'flapping' && flapping && { flapping }),
    ...(row.service !== null && { service: row.service }),
    ...(row.group_id !== null && { group: row.group_id as AlertGroupId }),
    ...(row.storm_id !== null && { storm: { id: row.storm_id as StormId, place: row.storm_place ?? 0 } }),
    changedAt: row.changed_at,
    lastSeenAt: row.seen_at,
    counts: { seen: row.seen_count, flaps },
  };
}

export function toGroupRow(group: AlertGroup): GroupRow {
  const { id, service, open, createdAt, updatedAt, ...doc } = group;
  return {
    id,
    lookup: groupLookup(group.channel, group.key),
    channel: group.channel,
    source: group.source,
    service: service ?? null,
    open,
    silenced_until: group.silenced?.until ?? null,
    digest_at: group.flapping?.digestAt ?? null,
    created_at: createdAt,
    updated_at: updatedAt,
    doc: JSON.stringify(doc),
  };
}

export function toGroup(row: GroupRow): AlertGroup {
  return {
    ...(JSON.parse(row.doc) as AlertGroup),
    id: row.id as AlertGroupId,
    ...(row.service !== null && { service: row.service }),
    open: row.open,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export function toDeliveryRow(delivery: RawDelivery): DeliveryRow {
  return {
    id: delivery.id,
    source: delivery.source,
    received_at: delivery.receivedAt,
    delivery_id: delivery.deliveryId ?? null,
    body: delivery.body,
    size_bytes: delivery.sizeBytes,
    outcome: delivery.outcome,
  };
}
