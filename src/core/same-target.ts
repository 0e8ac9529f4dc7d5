import type { DnsAnswer } from './ports/resolver.ts';

/** DNS names compare without case and without the final dot. */
export function isSameName(a: string, b: string): boolean {
  return bare(a) === bare(b);
}

function bare(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

/** What an answer says about a name. */
export interface NameReading {
  /** Where the name points, when the CNAME can be seen: Cloudflare flattens some and hides proxied ones. */
  cname?: string;
  /** The addresses at the end of the chain. */
  addresses: readonly string[];
  /** How long the server may go on saying this, 0 when it says nothing. */
  ttlSeconds: number;
  /** For people: the CNAME, else the addresses, else the rcode. */
  text: string;
}

export function readAnswer(answer: DnsAnswer, name: string): NameReading {
  const own = answer.records.filter((record) => isSameName(record.name, name));
  const cname = own.find((record) => record.type === 'CNAME')?.content;
  const addresses = answer.records.filter(({ type }) => type === 'A' || type === 'AAAA').map(({ content }) => content);
  const ttlSeconds = own.length === 0 ? 0 : Math.min(...own.map((record) => record.ttlSeconds));
  const said = addresses.length === 0 ? (answer.rcode === 'NOERROR' ? 'NODATA' : answer.rcode) : addresses.join(', ');
  return {
    ...(cname !== undefined && { cname: bare(cname) }),
    addresses,
    ttlSeconds,
    text: cname === undefined ? said : bare(cname),
  };
}

/** By the CNAME where it can be seen; else every address has to be one of the target's. */
export function isPointingTo(reading: NameReading, target: string, targetAddresses: readonly string[]): boolean {
  if (reading.cname !== undefined) return isSameName(reading.cname, target);
  return reading.addresses.length > 0 && reading.addresses.every((address) => targetAddresses.includes(address));
}
