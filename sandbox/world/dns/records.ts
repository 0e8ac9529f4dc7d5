import type { Answer, SoaData as PacketSoa } from 'dns-packet';

export interface SoaData {
  mname: string;
  rname: string;
  serial: number;
  refresh: number;
  retry: number;
  expire: number;
  /** How long "there is no such record" may be remembered. */
  minimum: number;
}

/** A resource record; names without the final dot, lower case. */
export type DnsRecord =
  | { name: string; type: 'A' | 'AAAA' | 'CNAME' | 'NS' | 'TXT'; ttl: number; data: string }
  | { name: string; type: 'SOA'; ttl: number; data: SoaData };

/** The records of a packet's section that the sandbox knows; others (OPT) are left out. */
export function toRecords(section: readonly Answer[] | undefined): DnsRecord[] {
  return (section ?? []).flatMap((it): DnsRecord[] => {
    const name = it.name.toLowerCase();
    if (it.type === 'A' || it.type === 'AAAA' || it.type === 'CNAME' || it.type === 'NS') {
      return [{ name, type: it.type, ttl: it.ttl ?? 0, data: it.data }];
    }
    if (it.type === 'TXT')
      return [{ name, type: 'TXT', ttl: it.ttl ?? 0, data: [it.data].flat().map(String).join('') }];
    return it.type === 'SOA' ? [{ name, type: 'SOA', ttl: it.ttl ?? 0, data: toSoa(it.data) }] : [];
  });
}

function toSoa({ mname, rname, serial, refresh, retry, expire, minimum }: PacketSoa): SoaData {
  return {
    mname,
    rname,
    serial: serial ?? 0,
    refresh: refresh ?? 0,
    retry: retry ?? 0,
    expire: expire ?? 0,
    minimum: minimum ?? 0,
  };
}

/** The data as dig prints it. */
export function toRecordText({ type, data }: DnsRecord): string {
  if (type === 'SOA') {
    const { mname, rname, serial, refresh, retry, expire, minimum } = data;
    return `${mname}. ${rname}. ${serial} ${refresh} ${retry} ${expire} ${minimum}`;
  }
  if (type === 'TXT') return `"${data}"`;
  return type === 'CNAME' || type === 'NS' ? `${data}.` : data;
}
