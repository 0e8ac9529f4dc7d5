import type { DnsRecord, SoaData } from './records.ts';

export type Rcode = 'NOERROR' | 'FORMERR' | 'SERVFAIL' | 'NXDOMAIN' | 'NOTIMP' | 'REFUSED';

export interface ZoneAnswer {
  rcode: Rcode;
  answers: DnsRecord[];
  authorities: DnsRecord[];
}

export interface Zone {
  readonly origin: string;
  /** Replaces everything but the SOA, whose serial grows. */
  publish(records: readonly DnsRecord[]): void;
  find(name: string, type: string): ZoneAnswer;
}

const LONGEST_CHAIN = 8;

/** What one zone's server knows. CNAMEs are followed inside the zone, never out of it. */
export function createZone(origin: string, soaMinimumSeconds: number): Zone {
  let records: readonly DnsRecord[] = [];
  const soa: SoaData = {
    mname: `ns1.${origin}`,
    rname: `dns.${origin}`,
    serial: 1,
    refresh: 10_000,
    retry: 2400,
    expire: 604_800,
    minimum: soaMinimumSeconds,
  };

  function soaRecord(): DnsRecord {
    return { name: origin, type: 'SOA', ttl: soaMinimumSeconds, data: { ...soa } };
  }

  function all(): readonly DnsRecord[] {
    return [soaRecord(), ...records];
  }

  return {
    origin,
    publish(next) {
      records = next.map((it) => ({ ...it, name: it.name.toLowerCase() }));
      soa.serial += 1;
    },
    find(question, type) {
      const answers: DnsRecord[] = [];
      let name = question.toLowerCase().replace(/\.$/, '');
      for (let hops = 0; hops < LONGEST_CHAIN; hops += 1) {
        const here = all().filter((it) => it.name === name);
        const matching = here.filter((it) => it.type === type || type === 'ANY');
        if (matching.length > 0) return { rcode: 'NOERROR', answers: [...answers, ...matching], authorities: [] };
        const alias = here.find((it) => it.type === 'CNAME');
        if (alias?.type !== 'CNAME') return { ...nothing(name, here.length > 0), answers };
        answers.push(alias);
        name = alias.data.toLowerCase();
        if (!isInside(name, origin)) return { rcode: 'NOERROR', answers, authorities: [] };
      }
      return { rcode: 'SERVFAIL', answers: [], authorities: [] };
    },
  };

  function nothing(name: string, hasOtherTypes: boolean): ZoneAnswer {
    const isEmptyNode = all().some((it) => it.name.endsWith(`.${name}`));
    return { rcode: hasOtherTypes || isEmptyNode ? 'NOERROR' : 'NXDOMAIN', answers: [], authorities: [soaRecord()] };
  }
}

export function isInside(name: string, origin: string): boolean {
  return name === origin || name.endsWith(`.${origin}`);
}
