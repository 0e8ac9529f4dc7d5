export interface ResourceRecord {
  name: string;
  type: 'A' | 'AAAA' | 'CNAME' | 'NS';
  content: string;
  ttlSeconds: number;
}

export interface DnsAnswer {
  server: string;
  name: string;
  /** NOERROR, NXDOMAIN, SERVFAIL, … */
  rcode: string;
  isAuthoritative: boolean;
  /** As answered, in the order of the chain: CNAMEs first, then addresses. */
  records: readonly ResourceRecord[];
  durationMs: number;
}

export interface QueryOptions {
  timeoutMs: number;
  signal?: AbortSignal;
}

/**
 * Asks one DNS server at a time, by address; the machine's own resolver is never used.
 * Servers are `address` or `address:port`, IPv6 as `[::1]:5353`.
 *
 * Errors: `unreachable` refused or no answer in time (`details.server`); an rcode is an answer, not an error.
 */
export interface Resolver {
  /** One A query (the CNAME chain comes with the answer). UDP, over TCP when truncated. */
  query(server: string, name: string, options: QueryOptions): Promise<DnsAnswer>;
  /** Addresses of the zone's authoritative servers, by NS and A through the given resolvers. `unreachable` if none tells. */
  authoritativeServers(zone: string, via: readonly string[], options: QueryOptions): Promise<readonly string[]>;
}
