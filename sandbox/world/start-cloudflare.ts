import { isIPv4 } from 'node:net';
import type { Clock } from '../../src/core/clock.ts';
import { createCloudflare } from './cloudflare/cloudflare.ts';
import type { Cloudflare } from './cloudflare/cloudflare.ts';
import type { DnsRecord } from './cloudflare/dns-record.ts';
import { findEnd, toZoneRecords } from './cloudflare/zone-records.ts';
import { findFirstAddress } from './dns/find-first-address.ts';
import type { DnsRecord as ZoneRecord } from './dns/records.ts';
import type { SandboxDns } from './dns/sandbox-dns.ts';
import type { Zone } from './dns/zone.ts';
import { createEdge } from './edge.ts';
import type { Edge } from './edge.ts';
import { createPublisher } from './publisher.ts';
import { SCENE } from './scene.ts';

export interface StartCloudflareDeps {
  clock: Clock;
  dns: SandboxDns;
  /** What the authoritative server answers from. */
  zone: Zone;
  sitePort: number;
  ttlSeconds: number;
  ttlDivisor: number;
  minTtlSeconds: number;
  isFlattening: boolean;
  signal: AbortSignal;
}

/** Cloudflare's API with the scene's records, driving the authoritative server. */
export async function startCloudflare(deps: StartCloudflareDeps): Promise<Cloudflare> {
  const { clock, dns, zone, sitePort, ttlSeconds: ttl, minTtlSeconds, isFlattening, signal } = deps;
  let latest: readonly DnsRecord[] = [];
  let edge: Edge | undefined;

  /** Where the edge passes connections on to: it does not read the name asked for, one proxied record is enough. */
  async function findOrigin(): Promise<string | undefined> {
    const proxied = latest.find((it) => it.proxied && it.name === SCENE.service) ?? latest.find((it) => it.proxied);
    if (proxied === undefined) return undefined;
    const target = (findEnd(latest, proxied) ?? proxied).content;
    return isIPv4(target) ? target : findFirstAddress(dns.resolver, target, 1000);
  }

  async function publish(records: readonly DnsRecord[]): Promise<void> {
    latest = records;
    // macOS has no 127.0.10.3 by itself: it is asked for only when something is proxied.
    if (records.some((it) => it.proxied))
      edge ??= await createEdge({ address: SCENE.edgeAddress, port: sitePort }, findOrigin);
    const shape = { zone: SCENE.zone, edgeAddress: SCENE.edgeAddress, isFlattening };
    const hasten = (record: ZoneRecord): ZoneRecord => ({ ...record, ttl: Math.ceil(record.ttl / deps.ttlDivisor) });
    zone.publish([...toFixedRecords(ttl), ...toZoneRecords(records, shape)].map(hasten));
  }

  const changed = createPublisher({ clock, signal, delayMs: () => dns.propagationMs, publish });
  const cloudflare = await createCloudflare({
    clock,
    zone: SCENE.zone,
    service: SCENE.service,
    minTtlSeconds,
    changed,
    records: [
      { name: SCENE.service, type: 'CNAME', content: SCENE.primary.target, ttl },
      { name: SCENE.canary, type: 'CNAME', content: SCENE.primary.target, ttl },
      { name: SCENE.standby.target, type: 'A', content: SCENE.standby.address, ttl },
    ],
  });
  await publish(cloudflare.records());
  return {
    ...cloudflare,
    get writes() {
      return cloudflare.writes;
    },
    async close() {
      await cloudflare.close();
      await edge?.close();
    },
  };
}

function toFixedRecords(ttl: number): ZoneRecord[] {
  const server = `ns1.${SCENE.zone}`;
  return [
    { name: SCENE.zone, type: 'NS', ttl, data: server },
    { name: server, type: 'A', ttl, data: '127.0.0.1' },
  ];
}
