import type { AlertReading } from '../../core/alert.ts';
import { defineAlertSource } from '../alert-source.ts';
import { findLink } from '../find-link.ts';
import { findTime } from '../find-time.ts';
import { toForeign, type Foreign } from '../foreign.ts';
import { toMaskedKey } from '../mask.ts';
import { toReading } from '../to-reading.ts';

const STALE_AFTER_MS = 3_600_000;
const OVER = new Set([
  'resolved',
  'ok',
  'up',
  'closed',
  'recovered',
  'normal',
  'inactive',
  'fixed',
  'success',
  'false',
]);

/** Where a field is looked for, unless the inventory says where it is. */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  title: ['title', 'name', 'alertname', 'check_name', 'condition_name', 'policy_name', 'subject', 'event', 'summary'],
  status: ['status', 'state', 'current_state'],
  severity: ['severity', 'level', 'priority'],
  summary: ['summary', 'message', 'description', 'text', 'details', 'msg'],
  service: ['service', 'app'],
  host: ['host', 'hostname', 'instance'],
  startsAt: ['startsAt', 'started_at'],
  link: ['url', 'link', 'html_url'],
};

/** Any JSON: the paths of its fields are in the inventory (`fields`), or found where they usually are. Set-up: docs/alerts/generic.md */
export const generic = defineAlertSource({
  type: 'generic',
  read({ json, fields = {}, now }) {
    const body = toForeign(json);
    const each = fields['each'];
    const items = each === undefined ? (Array.isArray(json) ? body.items() : [body]) : at(body, each).items();
    const readings = items.filter((item) => item.isObject()).map((item) => readItem(item, fields, now));
    return readings.length === 0 || readings.includes(undefined)
      ? undefined
      : { readings: readings.filter((reading) => reading !== undefined) };
  },
});

function readItem(item: Foreign, fields: Readonly<Record<string, string>>, now: number): AlertReading | undefined {
  const find = (name: string): string | undefined => {
    const paths = fields[name] === undefined ? (USUAL[name] ?? []) : [fields[name]];
    return paths.map((path) => at(item, path).text()).find((text) => text !== undefined);
  };
  const [title, status] = [find('title'), find('status')?.toLowerCase()];
  if (title === undefined) return undefined;
  const key = fields['key'] === undefined ? undefined : at(item, fields['key']).text();
  return toReading({
    key: key ?? `text/${toMaskedKey(`${title} ${find('service') ?? ''} ${find('host') ?? ''}`)}`,
    status: status !== undefined && OVER.has(status) ? 'resolved' : 'firing',
    title,
    severityRaw: find('severity'),
    summary: find('summary'),
    description: fields['description'] === undefined ? undefined : at(item, fields['description']).text(),
    labels: { ...item.texts(20), service: find('service'), host: find('host') },
    startsAt: fields['startsAt'] === undefined ? undefined : findTime(at(item, fields['startsAt']).value, now),
    links: { source: findLink(find('link')) },
    // Who never says how it stands will not say that it is over.
    staleAfterMs: status === undefined ? STALE_AFTER_MS : undefined,
  });
}

/** `incident.tags.0.name` */
function at(item: Foreign, path: string): Foreign {
  return item.get(...path.split('.').map((part) => (/^\d{1,4}$/.test(part) ? Number(part) : part)));
}
