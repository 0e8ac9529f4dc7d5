import { z } from 'zod';
import type { Configuration } from '../../config/configuration.ts';
import type { ServiceConfig } from '../../core/inventory.ts';
import type { DnsProvider } from '../../core/ports/dns-provider.ts';
import type { Texts } from '../../core/texts/catalogue.ts';
import { fail, ok, warn, type Check, type Finding } from './finding.ts';

const TIMEOUT_MS = 8_000;
const DEFAULT_URL = 'https://api.cloudflare.com/client/v4';

const verified = z.object({ result: z.object({ status: z.string() }) });
const zones = z.object({
  result: z.array(z.object({ name: z.string(), permissions: z.array(z.string()).optional() })),
});

type Fetch = (path: string, signal: AbortSignal) => Promise<{ status: number; body: unknown }>;

/** The token, and what it reaches: each service's record, and whether it may be edited. */
export function listCloudflareChecks(
  { environment, inventory }: Configuration,
  provider: DnsProvider,
  texts: Texts,
): Check[] {
  const { apiToken, baseUrl = DEFAULT_URL } = environment.cloudflare;
  const { doctor } = texts;
  if (!apiToken) {
    const finding = fail('cloudflare.token', doctor.noCloudflareToken, doctor.noCloudflareTokenFix);
    return [{ name: 'cloudflare.token', run: async () => [finding] }];
  }
  const fetchApi: Fetch = async (path, signal) => {
    const answer = await fetch(`${baseUrl}${path}`, {
      headers: { authorization: `Bearer ${apiToken.reveal()}` },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    return { status: answer.status, body: await answer.json().catch(() => undefined) };
  };
  const services = Object.values(inventory.services);
  const zoneNames = [...new Set(services.map(({ dns }) => dns.zone))];
  return [
    { name: 'cloudflare.token', run: (signal) => checkToken(fetchApi, signal, texts) },
    ...services.map((service) => ({
      name: `cloudflare.record.${service.name}`,
      run: (signal: AbortSignal) => checkRecord(provider, service, signal, texts),
    })),
    ...zoneNames.map((zone) => ({
      name: `cloudflare.zone.${zone}`,
      run: (signal: AbortSignal) => checkZone(fetchApi, zone, signal, texts),
    })),
  ];
}

async function checkToken(fetchApi: Fetch, signal: AbortSignal, { doctor }: Texts): Promise<Finding[]> {
  const name = 'cloudflare.token';
  const { status, body } = await fetchApi('/user/tokens/verify', signal);
  const state = verified.safeParse(body).data?.result.status;
  if (state === 'active') return [ok(name, doctor.cloudflareToken({ status: state }))];
  if (state !== undefined) return [fail(name, doctor.cloudflareToken({ status: state }), doctor.noCloudflareTokenFix)];
  return [warn(name, doctor.cloudflareTokenUnverified({ status }), doctor.noCloudflareTokenFix)];
}

async function checkRecord(
  provider: DnsProvider,
  { name, dns, primary, standby }: ServiceConfig,
  signal: AbortSignal,
  { doctor }: Texts,
): Promise<Finding[]> {
  const check = `cloudflare.record.${name}`;
  const { content, ttlSeconds } = await provider.read(dns.zone, dns.record, { timeoutMs: TIMEOUT_MS, signal });
  const isOurs = [primary.target, standby.target].includes(content.toLowerCase().replace(/\.$/, ''));
  if (isOurs) return [ok(check, doctor.record({ record: dns.record, content, ttl: ttlSeconds }))];
  return [fail(check, doctor.recordForeign({ record: dns.record, content }), doctor.recordForeignFix)];
}

async function checkZone(fetchApi: Fetch, zone: string, signal: AbortSignal, { doctor }: Texts): Promise<Finding[]> {
  const check = `cloudflare.zone.${zone}`;
  const { body } = await fetchApi(`/zones?name=${encodeURIComponent(zone)}`, signal);
  const permissions = zones.safeParse(body).data?.result.find(({ name }) => name === zone)?.permissions;
  if (!permissions || permissions.length === 0) return [warn(check, doctor.editUnknown({ zone }))];
  if (permissions.includes('#dns_records:edit')) return [ok(check, doctor.mayEdit({ zone }))];
  return [fail(check, doctor.mayNotEdit({ zone }), doctor.noCloudflareTokenFix)];
}
