import type { AlertReading, AlertStatus } from '../core/alert.ts';
import { findLink } from './find-link.ts';
import { findTime } from './find-time.ts';
import { toFingerprint } from './fingerprint.ts';
import { cut, type Foreign } from './foreign.ts';
import { toReading } from './to-reading.ts';

interface Around {
  /** Of the whole body, for an alert that does not say itself. */
  status: AlertStatus;
  /** Where relative links start. */
  base?: string | undefined;
  group?: string | undefined;
  /** Of the group, for an alert without one. */
  name?: string | undefined;
  unlisted?: number | undefined;
  now: number;
}

/** Names that say what kind of trouble it is and not which rule found it. */
const NOT_A_NAME = new Set(['DatasourceNoData', 'DatasourceError']);

/** One alert in the form that Alertmanager and Grafana share. */
export function readPrometheusAlert(
  alert: Foreign,
  { status, base, group, name, unlisted, now }: Around,
): AlertReading {
  const labels = alert.get('labels').texts();
  const annotations = alert.get('annotations').texts();
  const said = alert.get('status').text()?.toLowerCase();
  const severityRaw = labels['severity'] ?? labels['level'] ?? labels['priority'] ?? annotations['severity'];
  const whole = (name: string): string | undefined => alert.get('annotations', name).text();
  const description = whole('description') ?? whole('message');
  return toReading({
    key: alert.get('fingerprint').text() ?? toFingerprint(alert.get('labels').texts(Infinity)),
    status: said === 'resolved' || said === 'firing' ? said : status,
    severityRaw,
    title: findName(name === undefined ? labels : { alertname: name, ...labels }, annotations),
    summary: whole('summary') ?? (description === undefined ? annotations['title'] : undefined),
    description,
    labels,
    annotations,
    values: readValues(alert),
    startsAt: findTime(alert.get('startsAt').value, now),
    endsAt: findTime(alert.get('endsAt').value, now),
    links: {
      source: findLink(alert.get('generatorURL').text(), base),
      dashboard: findLink(alert.get('panelURL').text() ?? alert.get('dashboardURL').text(), base),
      silence: findLink(alert.get('silenceURL').text(), base),
      image: findLink(alert.get('imageURL').text(), base),
      runbook: findLink(annotations['runbook_url'], base),
    },
    group,
    unlisted,
  });
}

function findName(labels: Record<string, string>, annotations: Record<string, string>): string {
  const name = labels['alertname'];
  const rule = labels['rulename'];
  const better = name === undefined || (NOT_A_NAME.has(name) && rule !== undefined) ? rule : name;
  return cut(better ?? name ?? annotations['summary'] ?? annotations['title'] ?? nameByLabels(labels), 1_000);
}

/** Without a name, what tells it apart. */
function nameByLabels(labels: Record<string, string>): string {
  return Object.entries(labels)
    .filter(([name]) => name !== 'severity' && !name.startsWith('_'))
    .slice(0, 4)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}

/** Grafana says what it measured by name, or as a line of text. */
function readValues(alert: Foreign): Record<string, string> {
  const values = alert.get('values').texts();
  const line = alert.get('valueString').text();
  if (Object.keys(values).length > 0 || line === undefined || line === '[no value]') return values;
  return { value: cut(line, 500) };
}

/** `externalURL` is often the id of a container, which leads nowhere. */
export function findBase(externalUrl: string | undefined): string | undefined {
  const link = findLink(externalUrl);
  return link === undefined || /^https?:\/\/[0-9a-f]{12}([:/]|$)/.test(link) ? undefined : link;
}
