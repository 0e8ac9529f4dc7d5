import { expect, it } from 'vitest';
import { findServerAddress } from '../../src/dns/server-address.ts';

it.each([
  ['1.1.1.1', { address: '1.1.1.1', port: 53 }],
  ['1.1.1.1:5353', { address: '1.1.1.1', port: 5353 }],
  ['::1', { address: '::1', port: 53 }],
  ['[::1]', { address: '::1', port: 53 }],
  ['[2606:4700::1111]:5353', { address: '2606:4700::1111', port: 5353 }],
])('%s is an address', (text, address) => {
  expect(findServerAddress(text)).toEqual(address);
});

it.each([
  '',
  'dns.google',
  'dns.google:53',
  '1.1.1.1:0',
  '1.1.1.1:65536',
  '1.1.1:53',
  '[1.1.1.1]:53',
  '1.1.1.1:',
  ':53',
  '[::1',
])('"%s" is none', (text) => {
  expect(findServerAddress(text)).toBeUndefined();
});
