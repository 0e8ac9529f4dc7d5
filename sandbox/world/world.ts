import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/core/clock.ts';
import type { Clock } from '../../src/core/clock.ts';
import { createCertificate } from './certificate.ts';
import type { Cloudflare } from './cloudflare/cloudflare.ts';
import { createSandboxDns } from './dns/sandbox-dns.ts';
import type { SandboxDns } from './dns/sandbox-dns.ts';
import { createZone } from './dns/zone.ts';
import type { Zone } from './dns/zone.ts';
import { findFreePort } from './free-port.ts';
import { createHost } from './host.ts';
import type { Host, HostDeps } from './host.ts';
import { createKeyPair } from './keys.ts';
import type { KeyPair } from './keys.ts';
import { requestHttp } from './request-http.ts';
import type { HttpFailure, HttpReply } from './request-http.ts';
import { startCloudflare } from './start-cloudflare.ts';
import { createSceneContainers, findLastSync, SCENE, SIZES } from './scene.ts';
import { visitSite } from './visit.ts';
import type { Visit } from './visit.ts';

export interface WorldOptions {
  clock?: Clock;
  /** TTL of the records in the service's zone. */
  ttlSeconds?: number;
  /** The smallest TTL that Cloudflare's API accepts, besides 1. Default: 60, or `ttlSeconds` if that is less. */
  minTtlSeconds?: number;
  /** TTLs run out this many times faster at the name servers than Cloudflare's API says: nobody waits minutes here. */
  ttlDivisor?: number;
  /** One line as in authorized_keys; without it a key pair is made: `world.deployKey`. */
  deployPublicKey?: string;
  /** Cloudflare answers a CNAME into the same zone as an address, which hides it from dig. Default: false. */
  flattenInZone?: boolean;
  /** How long the sites' certificate is valid from now on. */
  certificateDays?: number;
}

/** The infrastructure of the scene on loopback: two sites, DNS, Cloudflare, and a user's view of it. */
export interface World {
  readonly primary: Host;
  readonly standby: Host;
  readonly dns: SandboxDns;
  readonly cloudflare: Cloudflare;
  /** undefined when a public key was given. */
  readonly deployKey: KeyPair | undefined;
  /** What users open: https://nextuse.jin7942.co.kr:PORT/ */
  readonly url: string;
  /** PEM file of the CA that signed the sites' certificate. */
  readonly caFile: string;
  /** As a user would: the name through the caching resolver, then HTTPS to that address. */
  visit(timeoutMs?: number): Promise<Visit>;
  /** Asks a site itself, whatever the name points to. */
  probe(site: 'primary' | 'standby', timeoutMs: number): Promise<HttpReply | HttpFailure>;
  close(): Promise<void>;
}

const DDNS_TTL_SECONDS = 60;
const NEGATIVE_TTL_SECONDS = 30;

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const { clock = systemClock, ttlSeconds = 5, certificateDays = 90 } = options;
  const stopping = new AbortController();
  const folder = await mkdtemp(join(tmpdir(), 'watchkeeper-world-'));
  // What was started so far, to be closed in reverse order, also when the start fails half-way.
  const closing: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    stopping.abort();
    for (const it of closing.splice(0).toReversed()) await it();
  };
  try {
    return await start();
  } catch (error) {
    await close();
    throw error;
  }

  async function start(): Promise<World> {
    const deployKey = options.deployPublicKey === undefined ? createKeyPair('deploy') : undefined;
    const deployPublicKey = options.deployPublicKey ?? deployKey?.publicKey ?? '';
    const certificate = await createCertificate([SCENE.service, SCENE.canary], clock.now(), certificateDays);
    const caFile = join(folder, 'ca.pem');
    await writeFile(caFile, certificate.ca);
    const sitePort = await findFreePort([SCENE.primary.address, SCENE.standby.address]);

    const zone = createZone(SCENE.zone, NEGATIVE_TTL_SECONDS);
    const dns = await createSandboxDns([zone, createDdnsZone()], clock);
    closing.push(dns.close);
    const cloudflare = await startCloudflare({
      clock,
      dns,
      zone,
      sitePort,
      ttlSeconds,
      ttlDivisor: options.ttlDivisor ?? 1,
      minTtlSeconds: options.minTtlSeconds ?? Math.min(60, ttlSeconds),
      isFlattening: options.flattenInZone === true,
      signal: stopping.signal,
    });
    closing.push(cloudflare.close);

    const shared = { clock, sitePort, deployPublicKey, certificate, caFile, resolver: dns.resolver };
    const primary = await startHost('home', shared);
    closing.push(primary.close);
    const standby = await startHost('standby', shared);
    closing.push(standby.close);
    const url = `https://${SCENE.service}:${sitePort}/`;
    return {
      primary,
      standby,
      dns,
      cloudflare,
      deployKey,
      url,
      caFile,
      probe(name, timeoutMs) {
        const { site } = name === 'primary' ? primary : standby;
        return requestHttp({ url: new URL(url), connect: site, ca: certificate.ca, timeoutMs });
      },
      visit: (timeoutMs = 3000) => visitSite({ url, ca: certificate.ca, resolver: dns.resolver, timeoutMs }),
      close,
    };
  }

  async function startHost(name: 'home' | 'standby', shared: SharedDeps): Promise<Host> {
    const { hostname, address } = name === 'home' ? SCENE.primary : SCENE.standby;
    return createHost({
      ...shared,
      name,
      hostname,
      address,
      sshPort: await findFreePort([address]),
      memory: { ...SIZES[name].memory },
      disk: { ...SIZES[name].disk },
      lastSync: findLastSync(clock.now()),
      createContainers: (changed) => createSceneContainers(clock, name === 'home' ? 75 : 3, changed),
    });
  }
}

type SharedDeps = Pick<HostDeps, 'clock' | 'sitePort' | 'deployPublicKey' | 'certificate' | 'caFile' | 'resolver'>;

function createDdnsZone(): Zone {
  const zone = createZone(SCENE.ddnsZone, NEGATIVE_TTL_SECONDS);
  const server = `ns1.${SCENE.ddnsZone}`;
  zone.publish([
    { name: SCENE.ddnsZone, type: 'NS', ttl: DDNS_TTL_SECONDS, data: server },
    { name: server, type: 'A', ttl: DDNS_TTL_SECONDS, data: '127.0.0.1' },
    { name: SCENE.primary.target, type: 'A', ttl: DDNS_TTL_SECONDS, data: SCENE.primary.address },
  ]);
  return zone;
}
