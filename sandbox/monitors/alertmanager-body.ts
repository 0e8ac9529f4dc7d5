import { toEndText, toFingerprint, type Alert } from './alert.ts';

const EXTERNAL_URL = 'http://alertmanager.jin7942.co.kr:9093';

/** What Alertmanager's webhook receiver sends (version 4) for a group of one alert, grouped by alertname and instance. */
export function toAlertmanagerBody(alert: Alert): object {
  const { labels, annotations, startsAt, generatorURL } = alert;
  const status = alert.endsAt === undefined ? 'firing' : 'resolved';
  const groupLabels = { alertname: labels['alertname'] ?? '', instance: labels['instance'] ?? '' };
  return {
    receiver: 'main',
    status,
    alerts: [
      {
        status,
        labels,
        annotations,
        startsAt: startsAt.toISOString(),
        endsAt: toEndText(alert),
        generatorURL,
        fingerprint: toFingerprint(labels),
      },
    ],
    groupLabels,
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: EXTERNAL_URL,
    version: '4',
    groupKey: `{}:{${Object.entries(groupLabels)
      .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
      .join(', ')}}`,
    truncatedAlerts: 0,
  };
}
