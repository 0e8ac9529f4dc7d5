import type { Address } from './address.ts';
import { findFirstAddress } from './dns/find-first-address.ts';
import { isLoopback } from './loopback.ts';
import { requestHttp } from './request-http.ts';

export interface Visit {
  /** Who served it; undefined when nobody did, or it does not say. */
  site: 'primary' | 'standby' | undefined;
  status?: number;
  error?: string;
}

const SITES: Readonly<Record<string, 'primary' | 'standby'>> = { home: 'primary', standby: 'standby' };

/** What a user sees: the name through a caching resolver, then HTTPS to the address it gave, with the certificate checked. */
export async function visitSite(deps: {
  url: string;
  ca: string;
  resolver: Address;
  timeoutMs: number;
}): Promise<Visit> {
  const url = new URL(deps.url);
  const address = await findFirstAddress(deps.resolver, url.hostname, deps.timeoutMs);
  if (address === undefined || !isLoopback(address)) return { site: undefined, error: 'name not found' };
  const connect = { address, port: Number(url.port) };
  const reply = await requestHttp({ url, connect, ca: deps.ca, timeoutMs: deps.timeoutMs });
  if ('failure' in reply) return { site: undefined, error: reply.failure };
  return { site: SITES[reply.headers['x-served-by'] ?? ''], status: reply.status };
}
