import type { AlertReading } from '../core/alert.ts';
import { cut } from './foreign.ts';
import type { AlertRoute, AlertsConfig, Inventory } from '../core/inventory.ts';

const SERVICE_LABELS = [
  'service',
  'app',
  'job_service',
  'service_name',
  'service.name',
  'app_kubernetes_io_name',
  'com_docker_compose_service',
];
export const HOST_LABELS = ['host', 'instance', 'node', 'hostname', 'server', 'target', 'url'];

/** What an alert's labels, then the rules, then its host say about where it belongs; a label that names no service of ours is kept as it is. */
export function createServiceFinder({ services, hosts }: Inventory, config: AlertsConfig) {
  const byHost = new Map<string, string>();
  const add = (name: string | undefined, service: string): void => {
    const host = name === undefined ? '' : toHostName(name);
    // A host that two services share says nothing.
    if (host !== '') byHost.set(host, byHost.has(host) && byHost.get(host) !== service ? '' : service);
  };
  for (const { name, url, dns, primary, standby } of Object.values(services)) {
    for (const known of [url, dns.record, dns.canary, primary.target, standby.target]) add(known, name);
    for (const site of [primary, standby]) {
      const host = hosts[site.host];
      for (const known of [host?.name, host?.address, host?.hostname, site.probe.connect]) add(known, name);
    }
  }
  for (const [host, service] of Object.entries(config.hosts)) byHost.set(toHostName(host), service);

  function findByPlace(labels: Readonly<Record<string, string>>): string | undefined {
    for (const name of HOST_LABELS) {
      const label = findOwn(labels, name);
      if (label === undefined) continue;
      const service = findOwn(config.hosts, label) ?? byHost.get(toHostName(label)) ?? '';
      if (service !== '') return service;
    }
    return undefined;
  }

  return function find({ labels }: AlertReading, route: AlertRoute | undefined): { service?: string; host?: string } {
    const host = first(HOST_LABELS, labels);
    const byLabel = first(SERVICE_LABELS, labels);
    const isOurs = byLabel !== undefined && Object.hasOwn(services, byLabel);
    const service = isOurs ? byLabel : (route?.service ?? findByPlace(labels) ?? byLabel);
    return {
      ...(service !== undefined && { service: toName(service) }),
      ...(host !== undefined && { host: toName(host) }),
    };
  };
}

const findOwn = (names: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(names, name) ? names[name] : undefined;

/** Foreign, and for columns and sentences: on one line, without what a database or a screen chokes on. */
const toName = (text: string): string =>
  cut(
    text
      .toWellFormed()
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim(),
    200,
  );

function first(names: readonly string[], labels: Readonly<Record<string, string>>): string | undefined {
  return names.map((name) => findOwn(labels, name)).find((label) => label !== undefined && label !== '');
}

/** `https://app.example.com/x` → `app.example.com`, `db:9104` → `db`, `203.0.113.10:443` → `203.0.113.10`. */
export function toHostName(text: string): string {
  const host = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/[/?#].*$/, '');
  return host
    .replace(/^[^@]*@/, '')
    .replace(/^\[([0-9a-f:.]+)\].*$/, '$1')
    .replace(/:\d+$/, '')
    .replace(/\.$/, '');
}
