import { OpsError } from '../core/errors.ts';
import type { DnsCallOptions } from '../core/ports/dns-provider.ts';
import type { Texts } from '../core/texts/catalogue.ts';
import type { Call } from './cloudflare-call.ts';
import { isNotFound, toError } from './cloudflare-errors.ts';
import type { Reply } from './cloudflare-reply.ts';
import { records, zones } from './cloudflare-shapes.ts';
import type { CloudflareRecord } from './cloudflare-shapes.ts';
import { isSameName } from './dns-message.ts';

export interface Found {
  zoneId: string;
  record: CloudflareRecord;
}

export type Find = (zone: string, name: string, options: DnsCallOptions) => Promise<Found>;

/**
 * Finds the name's one CNAME. The zone's id is asked for once and kept; the record is found by its name each time,
 * which costs the same single request as by id and also sees a record that was added or made anew meanwhile.
 */
export function createFind(call: Call, texts: Texts): Find {
  const { cloudflare } = texts.adapters;
  const zoneIds = new Map<string, string>();

  async function getZoneId(zone: string, options: DnsCallOptions): Promise<string> {
    const known = zoneIds.get(zone);
    if (known !== undefined) return known;
    const reply = await call(options, (sdk, limits) => sdk.zones.list({ name: zone }, limits));
    const list = zones.safeParse(expectResult(reply, zone, zone, options)).data ?? [];
    const found = list.find(({ name }) => isSameName(name, zone));
    if (!found) throw new OpsError('not_found', cloudflare.noZone({ zone }), { hint: cloudflare.noZoneHint({ zone }) });
    zoneIds.set(zone, found.id);
    return found.id;
  }

  async function list(zone: string, name: string, options: DnsCallOptions): Promise<{ zoneId: string; reply: Reply }> {
    const zoneId = await getZoneId(zone, options);
    const query = { zone_id: zoneId, name: { exact: name } };
    return { zoneId, reply: await call(options, (sdk, limits) => sdk.dns.records.list(query, limits)) };
  }

  function expectResult(reply: Reply, zone: string, record: string, { timeoutMs }: DnsCallOptions): unknown {
    if (reply.kind === 'result' && reply.result !== null && reply.result !== undefined) return reply.result;
    const failure = reply.kind === 'result' ? ({ kind: 'broken', status: 200, isJson: false } as const) : reply;
    throw toError(failure, { zone, record, timeoutMs }, texts);
  }

  return async (zone, name, options) => {
    const isKnown = zoneIds.has(zone);
    let { zoneId, reply } = await list(zone, name, options);
    if (isNotFound(reply)) zoneIds.delete(zone);
    // The zone may have been made anew under another id.
    if (isNotFound(reply) && isKnown) ({ zoneId, reply } = await list(zone, name, options));
    const all = records.safeParse(expectResult(reply, zone, name, options));
    if (!all.success)
      throw toError({ kind: 'broken', status: 200, isJson: false }, { zone, record: name, ...options }, texts);
    const found = all.data.filter((each) => isSameName(each.name, name) && ['A', 'AAAA', 'CNAME'].includes(each.type));
    return { zoneId, record: expectOneCname(found, zone, name, texts) };
  };
}

function expectOneCname(
  found: readonly CloudflareRecord[],
  zone: string,
  name: string,
  texts: Texts,
): CloudflareRecord {
  const { cloudflare } = texts.adapters;
  const [first] = found;
  if (!first) {
    const hint = cloudflare.noRecordHint({ record: name });
    throw new OpsError('not_found', cloudflare.noRecord({ record: name, zone }), { hint });
  }
  if (found.length === 1 && first.type === 'CNAME') return first;
  const facts = { record: name, found: found.map(({ type, content }) => `${type} ${content ?? ''}`).join(', ') };
  const message = found.length > 1 ? cloudflare.severalRecords(facts) : cloudflare.notCname(facts);
  throw new OpsError('conflict', message, { hint: cloudflare.oneCnameHint(facts), details: facts });
}
