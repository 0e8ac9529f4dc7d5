import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AlertSource } from '../../src/alerts/alert-source.ts';
import { isAlertSource } from '../../src/alerts/alert-source.ts';
import { readBody, type Read } from '../../src/alerts/read-body.ts';
import { toReceived } from '../../src/alerts/to-received.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { loadDefinitions } from '../../src/load.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const FOLDER = join(ROOT, 'test', 'fixtures', 'alerts');

/** A body of the corpus as it was sent; see the ORIGIN.md beside it. */
export const readAlertBody = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');

/** Names of all bodies, `alertmanager/real-nextuse-resolved.json`. */
export function listAlertBodies(): string[] {
  return readdirSync(FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(json|txt)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(FOLDER.length + 1))
    .toSorted();
}

export const alertSources = await loadDefinitions(join(ROOT, 'src', 'alerts', 'sources'), isAlertSource);

/** Folders of the corpus that are not called as the type that reads them. */
const TYPES: Readonly<Record<string, string>> = {
  'loki-via-alertmanager': 'loki',
  'oncall-outgoing': 'generic',
  'slack-format': 'slack',
  'sns-cloudwatch': 'sns',
};

/** Of the generic source, where a body's fields are, as an inventory would say it. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'generic/alerta-graylog_notification.json': {
    title: 'stream.title',
    key: 'stream.id',
    summary: 'check_result.result_description',
  },
  'generic/alerta-new_relic_notification.json': { key: 'incident_id', title: 'condition_name', link: 'incident_url' },
  'generic/alerta-pagerduty_alert.json': {
    each: 'messages',
    key: 'data.incident.id',
    title: 'data.incident.trigger_summary_data.subject',
    status: 'data.incident.status',
    service: 'data.incident.service.name',
    link: 'data.incident.html_url',
  },
  'generic/alerta-pingdom_up.json': { key: 'check_id', severity: 'importance_level', host: 'check_params.hostname' },
  'generic/alerta-stackdriver_open.json': {
    key: 'incident.incident_id',
    title: 'incident.policy_name',
    status: 'incident.state',
    summary: 'incident.summary',
    host: 'incident.resource_name',
    startsAt: 'incident.started_at',
    link: 'incident.url',
  },
  'oncall-outgoing/docs-example.json': {
    key: 'alert_group.id',
    title: 'alert_payload.labels.alertname',
    status: 'alert_group.state',
    link: 'alert_group.permalinks.web',
  },
};

export function sourceOf(name: string): AlertSource {
  const folder = name.split('/', 1)[0] ?? '';
  const source = alertSources.find(({ type }) => type === (TYPES[folder] ?? folder));
  if (!source) throw new Error(`no source reads ${name}`);
  return source;
}

export const fieldsOf = (name: string): Readonly<Record<string, string>> => FIELDS[name] ?? {};

export const NOW = Date.parse('2026-11-21T12:00:00Z');

/** What a body says, as the bot reads it. */
export function readCorpus(name: string, body: string | Buffer = readAlertBody(name)): Read {
  const request = { source: sourceOf(name).type, headers: {}, query: {}, subpath: '' };
  const facts = { now: NOW, texts: catalogues.en, fields: fieldsOf(name) };
  const received = toReceived(request, Buffer.from(body), facts);
  return readBody(sourceOf(name), received, { name: request.source, isCut: false });
}
