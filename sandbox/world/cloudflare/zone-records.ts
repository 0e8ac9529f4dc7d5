import type { DnsRecord as ZoneRecord } from '../dns/records.ts';
import { isInside } from '../dns/zone.ts';
import type { DnsRecord } from './dns-record.ts';

const AUTOMATIC_TTL_SECONDS = 300;
const LONGEST_CHAIN = 8;

/**
 * What Cloudflare's name servers answer for its records: proxied ones as its own edge, and with `isFlattening` a CNAME
 * into the same zone as the address at its end.
 */
export function toZoneRecords(
  records: readonly DnsRecord[],
  { zone, edgeAddress, isFlattening }: { zone: string; edgeAddress: string; isFlattening: boolean },
): ZoneRecord[] {
  return records.flatMap((record): ZoneRecord[] => {
    const { name, type, content, proxied } = record;
    const ttl = toTtl(record);
    if (proxied && type !== 'TXT') return [{ name, type: 'A', ttl: AUTOMATIC_TTL_SECONDS, data: edgeAddress }];
    if (type === 'CNAME' && isFlattening && isInside(content, zone)) {
      const end = findEnd(records, record);
      if (end !== undefined) return [{ name, type: 'A', ttl: Math.min(ttl, toTtl(end)), data: end.content }];
    }
    return [{ name, type, ttl, data: content }];
  });
}

function toTtl({ ttl }: DnsRecord): number {
  return ttl === 1 ? AUTOMATIC_TTL_SECONDS : ttl;
}

/** The address record at the end of a chain of CNAMEs inside the zone. */
export function findEnd(records: readonly DnsRecord[], from: DnsRecord): DnsRecord | undefined {
  let at: DnsRecord | undefined = from;
  for (let hops = 0; at?.type === 'CNAME' && hops < LONGEST_CHAIN; hops += 1) {
    const target: string = at.content;
    at = records.find((it) => it.name === target && (it.type === 'A' || it.type === 'CNAME'));
  }
  return at?.type === 'A' ? at : undefined;
}
