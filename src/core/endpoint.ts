import type { SiteProbe } from './inventory.ts';

/** Reads `address`, `address:port`, `[::1]` and `[::1]:port`. */
export function parseEndpoint(text: string, defaultPort: number): { address: string; port: number } {
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(text);
  if (!match) return { address: text, port: defaultPort };
  return { address: match[1] ?? match[2] ?? text, port: match[3] === undefined ? defaultPort : Number(match[3]) };
}

/** `address:port`, with brackets around IPv6. */
export function formatEndpoint(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

export function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  if (port !== '') return Number(port);
  return protocol === 'http:' ? 80 : 443;
}

/** `http` or `https`. */
export function schemeOf(url: string): string {
  return new URL(url).protocol.slice(0, -1);
}

/** Where a site itself listens. */
export function siteEndpoint({ url, connect }: Pick<SiteProbe, 'url' | 'connect'>): { address: string; port: number } {
  const port = portOf(url);
  if (connect !== undefined) return parseEndpoint(connect, port);
  return { address: new URL(url).hostname.replace(/^\[|\]$/g, ''), port };
}
