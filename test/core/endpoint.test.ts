import { expect, it } from 'vitest';
import { formatEndpoint, parseEndpoint, portOf, siteEndpoint } from '../../src/core/endpoint.ts';

it.each([
  ['203.0.113.10:8443', '203.0.113.10', 8443],
  ['203.0.113.10', '203.0.113.10', 443],
  ['[2001:db8::1]:8443', '2001:db8::1', 8443],
  ['[2001:db8::1]', '2001:db8::1', 443],
  ['2001:db8::1', '2001:db8::1', 443],
])('reads %s', (text, address, port) => {
  expect(parseEndpoint(text, 443)).toEqual({ address, port });
  expect(parseEndpoint(formatEndpoint(address, port), 1)).toEqual({ address, port });
});

it('knows where a site listens', () => {
  expect(siteEndpoint({ url: 'http://a.example/' })).toEqual({ address: 'a.example', port: 80 });
  expect(siteEndpoint({ url: 'https://a.example:8443/', connect: '192.0.2.1' })).toEqual({
    address: '192.0.2.1',
    port: 8443,
  });
  expect(siteEndpoint({ url: 'https://[2001:db8::1]/' })).toEqual({ address: '2001:db8::1', port: 443 });
  expect(portOf('https://a.example/')).toBe(443);
});
