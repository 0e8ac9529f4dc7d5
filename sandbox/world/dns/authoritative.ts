import { createDnsServer } from './dns-server.ts';
import type { DnsServer } from './dns-server.ts';
import type { QueryLog } from './query-log.ts';
import { isInside } from './zone.ts';
import type { Zone, ZoneAnswer } from './zone.ts';

const REFUSED: ZoneAnswer = { rcode: 'REFUSED', answers: [], authorities: [] };

/** The name server of all zones of the sandbox. A CNAME into another zone is for the resolver to follow, as in the world. */
export function createAuthoritative(
  zones: readonly Zone[],
  { log, isDown }: { log: QueryLog; isDown(): boolean },
): Promise<DnsServer> {
  return createDnsServer(async ({ name, type }, transport) => {
    const zone = zones.find((it) => isInside(name.toLowerCase(), it.origin));
    const found = zone?.find(name, type) ?? REFUSED;
    log.add({ server: 'authoritative', transport, name, type, rcode: isDown() ? undefined : found.rcode });
    return isDown() ? undefined : { ...found, isAuthoritative: zone !== undefined };
  });
}
