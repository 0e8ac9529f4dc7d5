import { expect, it } from 'vitest';
import { curlArgv, findCurlAnswer } from '../../src/core/curl.ts';

it('verifies unless it cannot', () => {
  const request = { url: 'https://a.example/', timeoutSeconds: 2 };
  expect(curlArgv({ ...request, tls: { mode: 'verify' } })).not.toContain('--insecure');
  expect(curlArgv({ ...request, tls: { mode: 'insecure' } })).toContain('--insecure');
  expect(curlArgv({ ...request, tls: { mode: 'ca', file: '/ca.pem' } }).join(' ')).not.toContain('ca.pem');
});

it('reads the last answer, not an interim one', () => {
  const stdout =
    'HTTP/1.1 103 Early Hints\r\nx-served-by: edge\r\n\r\nHTTP/2 200\r\nX-Served-By: home\r\n\r\n200 203.0.113.10\n';
  expect(findCurlAnswer({ exitCode: 0, stdout })).toEqual({
    ok: true,
    status: 200,
    headers: { 'x-served-by': 'home' },
  });
});

it.each([
  [7, { ok: false, reason: 'refused' }],
  [28, { ok: false, reason: 'timed_out' }],
  [60, { ok: false, reason: 'tls' }],
  [99, { ok: false, reason: 'other' }],
  [127, undefined],
  [null, undefined],
])('reads exit code %s', (exitCode, expected) => {
  expect(findCurlAnswer({ exitCode, stdout: '' })).toEqual(expected);
});

it('does not take no status for an answer', () => {
  expect(findCurlAnswer({ exitCode: 0, stdout: '000 \n' })).toEqual({ ok: false, reason: 'other' });
});
