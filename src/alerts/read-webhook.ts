import type { Received, Said } from './alert-source.ts';
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
  if (alerts.length === 0) return undefined;
  const said = body.get('status').text()?.toLowerCase() ?? body.get('state').text()?.toLowerCase();
  const around = {
    status: said === 'resolved' || said === 'ok' ? ('resolved' as const) : ('firing' as const),
    base: findBase(body.get('externalURL').text()),
    group: findGroup(body.get('groupKey').text(), body.get('groupLabels').texts()),
    unlisted: body.get('truncatedAlerts').number(),
    now,
  };
  return { readings: alerts.map((alert) => readPrometheusAlert(alert, around)) };
}

/** Without group labels everything shares one group, which is none. */
function findGroup(key: string | undefined, labels: Record<string, string>): string | undefined {
  return key === undefined || Object.keys(labels).length === 0 ? undefined : key;
}
