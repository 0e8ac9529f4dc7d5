import type { AlertReading } from '../core/alert.ts';
import type { Received, Said } from './alert-source.ts';
import { toFingerprint } from './fingerprint.ts';
import { toForeign } from './foreign.ts';
import { findBase, readPrometheusAlert } from './read-prometheus.ts';

/**
 * Alertmanager's webhook, which Grafana sends too. Each alert has its own status: a group that is firing may list
 * resolved ones, and the body's own status is that of those it lists.
 */
export function readWebhook({ json, now }: Received): Said {
  const body = toForeign(json);
  const alerts = body
    .get('alerts')
    .items()
    .filter((alert) => alert.isObject());
  if (alerts.length === 0) {
    return Array.isArray(body.get('alerts').value) ? { notAnAlert: 'a group without alerts' } : undefined;
  }
  const said = body.get('status').text()?.toLowerCase() ?? body.get('state').text()?.toLowerCase();
  const around = {
    status: said === 'resolved' || said === 'ok' ? ('resolved' as const) : ('firing' as const),
    base: findBase(body.get('externalURL').text()),
    group: findGroup(body.get('groupKey').text(), body.get('groupLabels').texts()),
    name: body.get('groupLabels', 'alertname').text() ?? body.get('commonLabels', 'alertname').text(),
    unlisted: body.get('truncatedAlerts').number(),
    now,
  };
  return { readings: tellApart(alerts.map((alert) => readPrometheusAlert(alert, around))) };
}

/** A sender that gives different alerts one fingerprint must not make one of them disappear. */
function tellApart(readings: readonly AlertReading[]): AlertReading[] {
  const first = new Map<string, string>();
  return readings.map((reading) => {
    const labels = JSON.stringify(reading.labels);
    const known = first.get(reading.key) ?? labels;
    first.set(reading.key, known);
    return known === labels ? reading : { ...reading, key: `${reading.key}/${toFingerprint(reading.labels)}` };
  });
}

/** Without group labels everything shares one group, which is none. */
function findGroup(key: string | undefined, labels: Record<string, string>): string | undefined {
  return key === undefined || Object.keys(labels).length === 0 ? undefined : key;
}
