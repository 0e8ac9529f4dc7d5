import { isIP } from 'node:net';

export interface ServerAddress {
  address: string;
  port: number;
}

/** `1.1.1.1`, `1.1.1.1:53`, `::1` or `[::1]:53`; undefined for anything else, names included. */
export function findServerAddress(text: string): ServerAddress | undefined {
  if (isIP(text)) return { address: text, port: 53 };
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? /^\[([^\]]+)\]$/.exec(text);
  const [, v6, v4, port = '53'] = match ?? [];
  const isAddress = v6 === undefined ? isIP(v4 ?? '') === 4 : isIP(v6) === 6;
  if (!isAddress || Number(port) < 1 || Number(port) > 65_535) return undefined;
  return { address: v6 ?? v4 ?? '', port: Number(port) };
}
