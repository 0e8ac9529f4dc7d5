import { toEndText, toFingerprint, type Alert } from './alert.ts';

const BASE = 'https://grafana.jin7942.co.kr';
const RULE = 'nextuse-slow';

/** What Grafana's webhook contact point sends (version 1, Grafana 12) for a group of one alert. */
export function toGrafanaBody(alert: Alert): object {
  const { labels, annotations, startsAt, generatorURL } = alert;
  const isFiring = alert.endsAt === undefined;
  const status = isFiring ? 'firing' : 'resolved';
  const name = labels['alertname'] ?? '';
  const groupLabels = { alertname: name, grafana_folder: labels['grafana_folder'] ?? '' };
  const matchers = Object.entries(labels).map(([key, value]) => `&matcher=${encodeURIComponent(`${key}=${value}`)}`);
  const valueString = isFiring ? "[ var='A' labels={service=nextuse} value=2.4 ], [ var='C' labels={} value=1 ]" : '';
  return {
    receiver: 'watchkeeper',
    status,
    alerts: [
      {
        status,
        labels,
        annotations,
        startsAt: startsAt.toISOString(),
        endsAt: toEndText(alert),
        generatorURL,
        // Grafana hashes labels as well that it does not send.
        fingerprint: toFingerprint({ ...labels, __alert_rule_uid__: RULE }),
        silenceURL: `${BASE}/alerting/silence/new?alertmanager=grafana${matchers.join('')}&orgId=1`,
        dashboardURL: `${BASE}/d/nextuse`,
        panelURL: `${BASE}/d/nextuse?viewPanel=2`,
        values: isFiring ? { A: 2.4, C: 1 } : null,
        valueString,
        orgId: 1,
      },
    ],
    groupLabels,
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: `${BASE}/`,
    appVersion: '12.4.2',
    version: '1',
    groupKey: `{}:{alertname=${JSON.stringify(name)}, grafana_folder=${JSON.stringify(groupLabels.grafana_folder)}}`,
    truncatedAlerts: 0,
    orgId: 1,
    title: isFiring ? `[FIRING:1] ${name} nextuse` : `[RESOLVED] ${name} nextuse`,
    state: isFiring ? 'alerting' : 'ok',
    message: `**${isFiring ? 'Firing' : 'Resolved'}**\n\nValue: ${valueString || '[no value]'}\n`,
  };
}
