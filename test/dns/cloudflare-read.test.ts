import '../support/real-sockets.ts';
import nock from 'nock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import type { DnsProvider } from '../../src/core/ports/dns-provider.ts';
import { createSecret } from '../../src/core/secret.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { createCloudflareProvider } from '../../src/dns/cloudflare.ts';
import { createTestClock } from '../support/clock.ts';
import { refusal, send, useCloudflare } from '../support/cloudflare-fixture.ts';
import type { Trouble } from '../support/cloudflare-fixture.ts';
import { startTcp } from '../support/ssh-fixture.ts';
import { createQuietLog } from '../support/quiet-log.ts';

const name = 'nextuse.example.net';
const zone = 'example.net';
const options = { timeoutMs: 2000 };

function createProvider(baseUrl: string | undefined, clock = systemClock): DnsProvider {
  const token = createSecret('token-for-tests');
  return createCloudflareProvider({
    token,
    ...(baseUrl && { baseUrl }),
    texts: catalogues.en,
    clock,
    log: createQuietLog(),
  });
}

describe('read', () => {
  it('gives the record, with the token, over warm connections, asking for the zone once', async () => {
    const api = await useCloudflare([{ name, content: 'home.example.net', comment: 'by hand' }]);
    const provider = createProvider(api.baseUrl);
    await provider.read(zone, name, options);
    expect(await provider.read(zone, name, options)).toEqual({
      name,
      type: 'CNAME',
      content: 'home.example.net',
      ttlSeconds: 60,
      proxied: false,
      comment: 'by hand',
      modifiedAt: '2026-11-21T06:00:00Z',
    });
    expect(api.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /zones',
      'GET /zones/zone1/dns_records',
      'GET /zones/zone1/dns_records',
    ]);
    expect(new Set(api.requests.map(({ authorization }) => authorization))).toEqual(
      new Set(['Bearer token-for-tests']),
    );
    for (let n = 0; n < 10; n++) await provider.read(zone, name, options);
    // fetch hands a socket back a moment after the answer: a second one may be opened, never a third.
    expect(api.connectionCount()).toBeLessThan(3);
  });

  it('stands nulls and missing fields', async () => {
    const api = await useCloudflare([{ name, content: 'home.example.net' }]);
    const bare = {
      id: 'r',
      name,
      type: 'CNAME',
      content: 'home.example.net',
      ttl: null,
      proxied: null,
      comment: null,
      tags: null,
    };
    api.next('GET', (_response, _request, serve) => serve());
    api.next('GET', (response) => send(response, 200, { success: true, errors: null, result: [bare] }));
    expect(await createProvider(api.baseUrl).read(zone, name, options)).toEqual({
      name,
      type: 'CNAME',
      content: 'home.example.net',
      ttlSeconds: 1,
      proxied: false,
    });
  });

  it('finds a zone again that was made anew', async () => {
    const api = await useCloudflare([{ name, content: 'home.example.net' }]);
    const provider = createProvider(api.baseUrl);
    await provider.read(zone, name, options);
    api.zoneId = 'zone2';
    expect(await provider.read(zone, name, options)).toMatchObject({ content: 'home.example.net' });
  });

  it('asks Cloudflare where nothing else is said', async () => {
    if (!nock.isActive()) nock.activate();
    onTestFinished(() => nock.restore());
    const api = nock('https://api.cloudflare.com', { reqheaders: { authorization: 'Bearer token-for-tests' } })
      .get('/client/v4/zones')
      .query({ name: zone })
      .reply(200, { success: true, result: [{ id: 'z', name: zone }] })
      .get('/client/v4/zones/z/dns_records')
      .query({ 'name.exact': name })
      .reply(200, { success: true, result: [{ id: 'r', name, type: 'CNAME', content: 'home.example.net' }] });
    expect(await createProvider(undefined).read(zone, name, options)).toMatchObject({ content: 'home.example.net' });
    api.done();
  });

  it('gives up on an answer that never ends, and on one that never begins', async () => {
    const stalls: Trouble[] = [
      (response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('{"success":'),
      () => {},
    ];
    for (const stall of stalls) {
      const api = await useCloudflare([{ name, content: 'home.example.net' }]);
      const provider = createProvider(api.baseUrl);
      await provider.read(zone, name, options);
      api.next('GET', stall);
      await expect(provider.read(zone, name, { timeoutMs: 100 })).rejects.toMatchObject({ code: 'timed_out' });
    }
  });

  it('keeps time by the clock, and rejects with the reason of an aborted signal', async () => {
    const api = await useCloudflare([]);
    const clock = createTestClock();
    api.next('GET', () => clock.forward('10m'));
    const late = createProvider(api.baseUrl, clock).read(zone, name, { timeoutMs: 540_000 });
    await expect(late).rejects.toMatchObject({ code: 'timed_out' });
    const abort = new AbortController();
    const reason = new Error('cancelled');
    api.next('GET', () => abort.abort(reason));
    const cancelled = createProvider(api.baseUrl).read(zone, name, { ...options, signal: abort.signal });
    await expect(cancelled).rejects.toBe(reason);
  });
});

describe('a record that is not one CNAME', () => {
  it.each([
    ['not_found', 'No CNAME record nextuse.example.net in the zone example.net', []],
    ['conflict', 'nextuse.example.net is not a CNAME: A 192.0.2.1', [{ name, type: 'A', content: '192.0.2.1' }]],
    [
      'conflict',
      'nextuse.example.net has more than one record: A 192.0.2.1, A 192.0.2.2',
      [
        { name, type: 'A', content: '192.0.2.1' },
        { name, type: 'A', content: '192.0.2.2' },
      ],
    ],
  ])('%s: %s', async (code, message, records) => {
    const api = await useCloudflare([...records, { name: 'other.example.net', content: 'x' }]);
    await expect(createProvider(api.baseUrl).read(zone, name, options)).rejects.toMatchObject({ code, message });
  });

  it('may have other types beside it', async () => {
    const api = await useCloudflare([
      { name, type: 'TXT', content: 'v=spf1' },
      { name, content: 'home.example.net' },
    ]);
    expect(await createProvider(api.baseUrl).read(zone, name, options)).toMatchObject({ type: 'CNAME' });
  });

  it('not_found for a zone that the token does not show', async () => {
    const api = await useCloudflare([]);
    await expect(createProvider(api.baseUrl).read('other.net', 'x.other.net', options)).rejects.toMatchObject({
      code: 'not_found',
      message: 'Cloudflare shows this token no zone other.net',
    });
  });
});

describe('an answer that is an error', () => {
  const html = '<html><h1>502 Bad Gateway</h1>cloudflare</html>';

  it.each<[string, string, string, Trouble]>([
    ['not_allowed', 'no header', 'code 9106', (r) => send(r, 400, refusal(9106, 'Missing X-Auth-Key'))],
    ['not_allowed', 'a malformed token', 'code 6003', (r) => send(r, 400, refusal(6003, 'Invalid request headers'))],
    ['not_allowed', 'an unknown token', 'code 9109', (r) => send(r, 403, refusal(9109, 'Invalid access token'))],
    [
      'not_allowed',
      'a token without the right',
      'code 10000',
      (r) => send(r, 403, refusal(10000, 'Authentication error')),
    ],
    ['not_allowed', 'an invalid token', 'code 1000', (r) => send(r, 401, refusal(1000, 'Invalid API Token'))],
    [
      'not_allowed',
      'a refusal with status 200',
      'code 10000',
      (r) => send(r, 200, refusal(10000, 'Authentication error')),
    ],
    ['remote_failed', 'success: false with status 200', 'no good', (r) => send(r, 200, refusal(1234, 'no good'))],
    ['remote_failed', 'another refusal', 'no good', (r) => send(r, 400, refusal(1004, 'no good'))],
    ['unreachable', 'a 500', 'status 500', (r) => send(r, 500, refusal(1, 'Internal'))],
    ['unreachable', 'a gateway page', 'status 502', (r) => send(r, 502, html)],
    ['unreachable', 'a page with status 200', 'a page instead of data', (r) => send(r, 200, html)],
    ['unreachable', 'a page with status 403', 'a page instead of data', (r) => send(r, 403, html)],
    ['unreachable', 'JSON that is no answer', 'a page instead of data', (r) => send(r, 200, [1])],
    ['unreachable', 'no result', 'a page instead of data', (r) => send(r, 200, { success: true, result: null })],
    ['unreachable', 'a reset', 'no connection', (r) => void r.socket?.resetAndDestroy()],
  ])('%s for %s', async (code, _, part, trouble) => {
    const api = await useCloudflare([]);
    api.next('GET', trouble);
    const running = createProvider(api.baseUrl).read(zone, name, options);
    await expect(running).rejects.toMatchObject({ code, message: expect.stringContaining(part) });
    await expect(running).rejects.toMatchObject({ message: expect.not.stringMatching(/<|token-for-tests/) });
    expect(api.requests).toHaveLength(1);
  });

  it('not_allowed says which permission is needed', async () => {
    const api = await useCloudflare([]);
    api.next('GET', (response) => send(response, 403, refusal(10000, 'Authentication error')));
    await expect(createProvider(api.baseUrl).read(zone, name, options)).rejects.toMatchObject({
      hint: 'Give the token the permission Zone → DNS → Edit for example.net.',
    });
  });

  it('not_allowed without a token, and nothing is asked', async () => {
    const api = await useCloudflare([]);
    const deps = { baseUrl: api.baseUrl, texts: catalogues.en, clock: systemClock, log: createQuietLog() };
    const running = createCloudflareProvider({ token: createSecret(''), ...deps }).read(zone, name, options);
    await expect(running).rejects.toMatchObject({ code: 'not_allowed', message: 'No API token for Cloudflare' });
    expect(api.requests).toHaveLength(0);
  });

  it('unreachable when nobody is there', async () => {
    const gone = await startTcp(() => {});
    await gone.close();
    await expect(
      createProvider(`http://127.0.0.1:${gone.port}/client/v4`).read(zone, name, options),
    ).rejects.toMatchObject({
      code: 'unreachable',
      message: "Cloudflare's API not reachable: no connection (ECONNREFUSED)",
    });
  });

  it.each([
    ['300', 60_000],
    ['7', 7000],
    ['soon', 60_000],
    [undefined, 60_000],
  ])(
    'unreachable for too many requests, at once, with the wait of "%s" up to a minute',
    async (retryAfter, retryAfterMs) => {
      const api = await useCloudflare([]);
      const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
      api.next('GET', (response) => send(response, 429, refusal(971, 'rate limit'), headers));
      await expect(createProvider(api.baseUrl).read(zone, name, options)).rejects.toMatchObject({
        code: 'unreachable',
        details: { retryAfterMs },
      });
      expect(api.requests).toHaveLength(1);
    },
  );
});
