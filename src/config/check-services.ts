import { type Check, checkReference } from './check.ts';
import type { Draft } from './draft.ts';
import { toDnsName } from './to-service.ts';

type Service = NonNullable<NonNullable<Draft['services']>[string]>;

export function checkServices(check: Check): void {
  const { draft, texts } = check;
  for (const [name, service] of Object.entries(draft.services ?? {})) {
    if (!service) continue;
    checkHostNames(check, name, service);
    checkDns(check, name, service);
    checkSites(check, name, service);
    checkData(check, name, service);
  }
  const services = draft.services && Object.keys(draft.services);
  for (const [at, schedule] of (draft.schedules ?? []).entries()) {
    checkReference(check, ['schedules', at, 'service'], schedule?.service, services, texts.noSuchService);
  }
}

function checkHostNames(check: Check, name: string, service: Service): void {
  const hosts = check.draft.hosts && Object.keys(check.draft.hosts);
  const { noSuchHost } = check.texts;
  for (const site of ['primary', 'standby'] as const) {
    checkReference(check, ['services', name, site, 'host'], service[site]?.host, hosts, noSuchHost);
  }
  checkReference(check, ['services', name, 'data', 'sync', 'host'], service.data?.sync?.host, hosts, noSuchHost);
  for (const [at, host] of (service.vantage ?? []).entries()) {
    checkReference(check, ['services', name, 'vantage', at], host, hosts, noSuchHost);
  }
}

function checkDns({ texts, report, toQuoteAt }: Check, name: string, { dns }: Service): void {
  const { zone, record, canary } = dns ?? {};
  const path = ['services', name, 'dns'];
  for (const [key, written] of Object.entries({ record, canary })) {
    if (written === undefined || zone === undefined || isWithin(written, zone)) continue;
    report([...path, key], texts.notInZone({ name: toQuoteAt([...path, key]), zone: toQuoteAt([...path, 'zone']) }));
  }
  if (canary !== undefined && isSameName(canary, record)) {
    report([...path, 'canary'], texts.sameAsRecord({ name: toQuoteAt([...path, 'canary']) }));
  }
}

function checkSites(
  { texts, report, toQuoteAt }: Check,
  name: string,
  { dns, primary, standby, marker }: Service,
): void {
  for (const [key, site] of Object.entries({ primary, standby })) {
    const path = ['services', name, key, 'target'];
    if (site?.target !== undefined && isSameName(site.target, dns?.record)) {
      report(path, texts.sameAsRecord({ name: toQuoteAt(path) }));
    }
  }
  const target = ['services', name, 'standby', 'target'];
  if (standby?.target !== undefined && isSameName(standby.target, primary?.target)) {
    report(target, texts.sameTargets({ name: toQuoteAt(target) }));
  }
  const value = ['services', name, 'marker', 'standby'];
  if (marker?.standby !== undefined && marker.standby === marker.primary) {
    report(value, texts.sameMarkers({ name: toQuoteAt(value) }));
  }
}

function checkData({ texts, report, getLine }: Check, name: string, { data }: Service): void {
  if (!data) return;
  const path = ['services', name, 'data'];
  if (data.marker !== undefined && data.command !== undefined) {
    report(
      [...path, getLine([...path, 'marker']) > getLine([...path, 'command']) ? 'marker' : 'command'],
      texts.bothSources,
    );
  }
  if (data.marker === undefined && data.command === undefined) report(path, texts.neitherSource);
}

const isSameName = (a: string, b: string | undefined): boolean => b !== undefined && toDnsName(a) === toDnsName(b);
const isWithin = (name: string, zone: string): boolean =>
  isSameName(name, zone) || toDnsName(name).endsWith(`.${toDnsName(zone)}`);
