import type { Configuration } from '../../config/configuration.ts';
import type { Clock } from '../../core/clock.ts';
import type { ServiceConfig } from '../../core/inventory.ts';
import type { DnsProvider } from '../../core/ports/dns-provider.ts';
import type { Texts } from '../../core/texts/catalogue.ts';
import { createAskCloudflare, type AskCloudflare } from './cloudflare-api.ts';
import { findToken, judgeToken, type Token } from './cloudflare-token.ts';
import { findZone, listReached, type Zone } from './cloudflare-zone.ts';
import { findEditRight } from './edit-right.ts';
import { fail, ok, warn, type Check, type Finding } from './finding.ts';

const TIMEOUT_MS = 8_000;
/** Of a record without an own TTL. */
const AUTO_TTL = 1;

interface Deps {
  provider: DnsProvider;
  clock: Clock;
  texts: Texts;
  /** What reading cannot tell is found out by `listWriteChecks`. */
  isTryingToWrite: boolean;
}

/** The token, and what it reaches: each service's record, whether it may be edited, and what it should not reach. */
export function listCloudflareChecks({ environment, inventory }: Configuration, deps: Deps): Check[] {
  const { provider, clock, texts, isTryingToWrite } = deps;
  const { apiToken, baseUrl } = environment.cloudflare;
  const { doctor } = texts;
  if (!apiToken) {
    const finding = fail('cloudflare.token', doctor.noCloudflareToken, doctor.noCloudflareTokenFix);
    return [{ name: 'cloudflare.token', run: async () => [finding] }];
  }
  const ask = createAskCloudflare(apiToken, baseUrl);
  const services = Object.values(inventory.services);
  const zoneNames = [...new Set(services.map(({ dns }) => dns.zone))];
  const [anyZone = ''] = zoneNames;
  const token = async (signal: AbortSignal): Promise<Token | { refused: number }> =>
    findToken(ask, await findZone(ask, anyZone, signal), signal);
  return [
    { name: 'cloudflare.token', run: async (signal) => judgeToken(await token(signal), clock, texts) },
    ...services.map((service) => ({
      name: `cloudflare.record.${service.name}`,
      run: (signal: AbortSignal) => checkRecord(provider, service, signal, texts),
    })),
    ...zoneNames.map((name) => ({
      name: `cloudflare.zone.${name}`,
      run: async (signal: AbortSignal) => {
        const [zone, found] = await Promise.all([findZone(ask, name, signal), token(signal)]);
        const findings = await checkZone(ask, name, zone, found, signal, texts);
        return isTryingToWrite ? findings.filter(({ level }) => level !== 'warn') : findings;
      },
    })),
    { name: 'cloudflare.reach', run: (signal) => checkReach(ask, zoneNames, signal, texts) },
  ];
}

async function checkRecord(
  provider: DnsProvider,
  { name, dns, primary, standby }: ServiceConfig,
  signal: AbortSignal,
  { doctor }: Texts,
): Promise<Finding[]> {
  const check = `cloudflare.record.${name}`;
  const { record, ttlSeconds: wanted } = dns;
  const found = await provider.read(dns.zone, record, { timeoutMs: TIMEOUT_MS, signal });
  const { content, ttlSeconds: ttl } = found;
  const isOurs = [primary.target, standby.target].includes(content.toLowerCase().replace(/\.$/, ''));
  if (!isOurs) return [fail(check, doctor.recordForeign({ record, content }), doctor.recordForeignFix)];
  // A switch writes the inventory's TTL; until then resolvers keep the old answer for as long as this one says.
  const isSlow = !found.proxied && (ttl === AUTO_TTL || ttl > wanted);
  if (isSlow)
    return [warn(check, doctor.recordSlow({ record, content, ttl, wanted }), doctor.recordSlowFix({ wanted }))];
  return [ok(check, doctor.record({ record, content, ttl }))];
}

async function checkZone(
  ask: AskCloudflare,
  name: string,
  zone: Zone | undefined,
  token: Token | { refused: number },
  signal: AbortSignal,
  { doctor }: Texts,
): Promise<Finding[]> {
  const check = `cloudflare.zone.${name}`;
  if (!zone) return [fail(check, doctor.zoneUnseen({ zone: name }), doctor.noCloudflareTokenFix)];
  const right = await findEditRight(ask, zone, token, signal);
  if (right === 'yes') return [ok(check, doctor.mayEdit({ zone: name }))];
  if (right === 'no') return [fail(check, doctor.mayNotEdit({ zone: name }), doctor.noCloudflareTokenFix)];
  return [warn(check, doctor.editUnknown({ zone: name }), doctor.editUnknownFix)];
}

async function checkReach(
  ask: AskCloudflare,
  wanted: readonly string[],
  signal: AbortSignal,
  { doctor }: Texts,
): Promise<Finding[]> {
  const more = (await listReached(ask, signal)).filter((name) => !wanted.includes(name));
  if (more.length === 0) return [];
  const zones = more.toSorted().slice(0, 5).join(', ');
  return [warn('cloudflare.reach', doctor.reachesMore({ count: more.length, zones }), doctor.reachesMoreFix)];
}
