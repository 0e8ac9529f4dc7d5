import { parseDuration } from '../core/duration.ts';
import type { DataConfig, ServiceConfig, SiteConfig, TlsMode } from '../core/inventory.ts';
import type { CheckedInventory } from './inventory-schema.ts';

type Checked = CheckedInventory['services'][string];
type ResolveFile = (written: string) => string;

export function toService(name: string, checked: Checked, resolveFile: ResolveFile): ServiceConfig {
  const { dns } = checked;
  return {
    name,
    url: checked.url,
    tls: toTls(checked.tls, resolveFile),
    ...(checked.marker && { marker: checked.marker }),
    dns: {
      provider: dns.provider,
      zone: toDnsName(dns.zone),
      record: toDnsName(dns.record),
      ttlSeconds: dns.ttl,
      authoritative: dns.authoritative,
      resolvers: dns.resolvers,
      ...(dns.canary !== undefined && { canary: toDnsName(dns.canary) }),
    },
    primary: toSite(checked.primary, resolveFile),
    standby: toSite(checked.standby, resolveFile),
    ...(checked.data && { data: toData(checked.data) }),
    ...(checked.readOnlyCheck && { readOnlyCheck: checked.readOnlyCheck }),
    vantage: checked.vantage,
    failback: { healthyForMs: parseDuration(checked.failback.healthyFor) },
    ...(checked.oncall && { oncall: checked.oncall }),
    ...(checked.antiFlap !== 0 && { antiFlapMs: parseDuration(checked.antiFlap) }),
  };
}

function toSite(site: Checked['primary'], resolveFile: ResolveFile): SiteConfig {
  const { url, connect, tls } = site.probe;
  return {
    host: site.host,
    target: toDnsName(site.target),
    probe: { url, ...(connect !== undefined && { connect }), tls: toTls(tls, resolveFile) },
    containers: site.containers,
    fence: { stop: site.fence.stop, commands: site.fence.commands },
    unfence: { commands: site.unfence.commands },
  };
}

function toData({ marker, command, maxAge, sync }: NonNullable<Checked['data']>): DataConfig {
  return {
    source: marker === undefined ? { command: command ?? [] } : { marker },
    maxAgeMs: parseDuration(maxAge),
    ...(sync && { sync }),
  };
}

export function toTls(written: string, resolveFile: ResolveFile): TlsMode {
  const file = findCaFile(written);
  if (file !== undefined) return { mode: 'ca', file: resolveFile(file) };
  return { mode: written === 'insecure' ? 'insecure' : 'verify' };
}

/** The CA file that a `tls` names, if it names one. */
export function findCaFile(tls: string | undefined): string | undefined {
  return tls === 'verify' || tls === 'insecure' ? undefined : tls;
}

/** DNS names compare without case, and a final dot means nothing here. */
export function toDnsName(written: string): string {
  return written.toLowerCase().replace(/\.$/, '');
}
