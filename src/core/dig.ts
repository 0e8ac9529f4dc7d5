import { parseEndpoint } from './endpoint.ts';

/** Asks one DNS server for a name; prints the answer's records and nothing else. */
export function digArgv(server: string, name: string): readonly string[] {
  const { address, port } = parseEndpoint(server, 53);
  return [
    'dig',
    '+noall',
    '+answer',
    '+time=2',
    '+tries=1',
    ...(port === 53 ? [] : ['-p', String(port)]),
    `@${address}`,
    name,
  ];
}
