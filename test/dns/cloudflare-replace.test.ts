import '../support/real-sockets.ts';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import type { DnsProvider, ReplaceRequest } from '../../src/core/ports/dns-provider.ts';
import { createSecret } from '../../src/core/secret.ts';
import { catalogues } from '../../src/core/texts/catalogue.ts';
import { createCloudflareProvider } from '../../src/dns/cloudflare.ts';
import { refusal, send, useCloudflare } from '../support/cloudflare-fixture.ts';
import type { CloudflareFixture, FixtureRecord, Trouble } from '../support/cloudflare-fixture.ts';
import { createQuietLog } from '../support/quiet-log.ts';

const name = 'nextuse.example.net';
const zone = 'example.net';
const options = { timeoutMs: 1500 };
const request: ReplaceRequest = {
  expected: 'home.example.net',
  content: 'standby.example.net',
  ttlSeconds: 60,
  comment: 'run_1',
};

async function useApi(record: Partial<FixtureRecord> = {}): Promise<{ api: CloudflareFixture; provider: DnsProvider }> {
  const api = await useCloudflare([{ name, content: 'home.example.net', ttl: 300, ...record }]);
  const token = createSecret('token-for-tests');
  return {
    api,
    provider: createCloudflareProvider({
      token,
      baseUrl: api.baseUrl,
      texts: catalogues.en,
      clock: systemClock,
      log: createQuietLog(),
    }),
  };
}

const patches = (api: CloudflareFixture): number => api.requests.filter(({ method }) => method === 'PATCH').length;
const isGet = ({ method }: { method: string }): boolean => method === 'GET';

/** Does what was asked, and answers something else. */
const appliedBut =
  (trouble: Trouble): Trouble =>
  (response, asked, serve) => {
    const end = response.end.bind(response);
    const writeHead = response.writeHead.bind(response);
    Object.assign(response, { end: () => response, writeHead: () => response });
    serve();
    Object.assign(response, { end, writeHead });
    trouble(response, asked, serve);
  };

describe('replace', () => {
  it('is read, one PATCH, read back', async () => {
    const { api, provider } = await useApi();
    const { before, after } = await provider.replace(zone, name, request, options);
    expect(before).toMatchObject({ content: 'home.example.net', ttlSeconds: 300 });
    expect(after).toMatchObject({ content: 'standby.example.net', ttlSeconds: 60, comment: 'run_1' });
    expect(api.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'PATCH', 'GET']);
    expect(api.requests[2]).toMatchObject({
      path: '/zones/zone1/dns_records/record0',
      body: { name, type: 'CNAME', content: 'standby.example.net', ttl: 60, comment: 'run_1' },
    });
  });

  it('compares names as DNS does', async () => {
    const { provider } = await useApi();
    const { after } = await provider.replace(zone, name, { ...request, expected: 'HOME.example.net.' }, options);
    expect(after.content).toBe('standby.example.net');
  });

  it('leaves a proxied record’s ttl to Cloudflare, and sends no comment that is refused for its length', async () => {
    const { api, provider } = await useApi({ proxied: true });
    await provider.replace(zone, name, { ...request, comment: 'x'.repeat(150) }, options);
    expect(api.requests[2]?.body).toMatchObject({ ttl: 1, comment: 'x'.repeat(100) });
  });

  it('conflict when the record is not as it was approved, and nothing is written', async () => {
    const { api, provider } = await useApi({ content: 'elsewhere.example.net' });
    await expect(provider.replace(zone, name, request, options)).rejects.toMatchObject({
      code: 'conflict',
      message: 'nextuse.example.net points to elsewhere.example.net, not to home.example.net as expected',
    });
    expect(patches(api)).toBe(0);
  });

  it('never toggles: what is already done is not undone by asking again', async () => {
    const { api, provider } = await useApi();
    await provider.replace(zone, name, request, options);
    const writes = (): number => api.requests.filter(({ method }) => method !== 'GET').length;
    const before = writes();
    await provider.replace(zone, name, request, options);
    expect(writes()).toBe(before);
    expect(api.records[0]?.content).toBe('standby.example.net');
  });

  it('refuses an empty content', async () => {
    const { api, provider } = await useApi();
    await expect(provider.replace(zone, name, { ...request, content: ' ' }, options)).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect(api.requests).toHaveLength(0);
  });

  it('conflict when somebody else changes it right after', async () => {
    const { api, provider } = await useApi();
    api.next('PATCH', (_response, _asked, serve) => {
      serve();
      Object.assign(api.records[0] ?? {}, { content: 'elsewhere.example.net' });
    });
    await expect(provider.replace(zone, name, request, options)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('believes the answer to the PATCH when reading back fails', async () => {
    const { api, provider } = await useApi();
    await provider.read(zone, name, options);
    api.next('GET', (_response, _asked, serve) => serve());
    api.next('GET', (response) => send(response, 503, 'down'));
    expect(await provider.replace(zone, name, request, options)).toMatchObject({
      after: { content: 'standby.example.net' },
    });
  });
});

describe('a change that was refused, or never sent: nothing happened, and it is not looked for', () => {
  it.each<[string, string, Trouble]>([
    ['unreachable', 'too many requests', (r) => send(r, 429, refusal(971, 'rate limit'), { 'retry-after': '3' })],
    ['not_allowed', 'a token that may only read', (r) => send(r, 403, refusal(10000, 'Authentication error'))],
    ['not_found', 'a record that is gone', (r) => send(r, 404, refusal(81044, 'Record does not exist.'))],
    [
      'remote_failed',
      'a content that is none',
      (r) => send(r, 400, refusal(9007, 'Content for CNAME record is invalid.')),
    ],
  ])('%s for %s', async (code, _, trouble) => {
    const { api, provider } = await useApi();
    api.next('PATCH', trouble);
    await expect(provider.replace(zone, name, request, options)).rejects.toMatchObject({ code });
    expect(api.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'PATCH']);
  });
});

const noAnswers: [string, Trouble][] = [
  ['a 500', (response) => send(response, 500, refusal(1, 'Internal'))],
  ['a gateway time-out', (response) => send(response, 504, '<html>')],
  ['a page', (response) => send(response, 200, '<html>')],
  ['success: false with status 200', (response) => send(response, 200, refusal(1234, 'no good'))],
  ['no result', (response) => send(response, 200, { success: true, result: null })],
  ['a reset', (response) => void response.socket?.resetAndDestroy()],
  ['silence', () => {}],
  [
    'half an answer',
    (response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('{"succ'),
  ],
];

describe('a change without a clear answer is looked for', () => {
  const short = { timeoutMs: 300 };

  it.each(noAnswers)('and is a success when it is there: %s', async (_, trouble) => {
    const { api, provider } = await useApi();
    await provider.read(zone, name, options);
    api.next('PATCH', appliedBut(trouble));
    const { before, after } = await provider.replace(zone, name, request, short);
    expect([before.content, after.content, after.comment]).toEqual([
      'home.example.net',
      'standby.example.net',
      'run_1',
    ]);
    expect(patches(api)).toBe(1);
  });

  const expected: Record<string, object> = {
    'a 500': { code: 'unreachable', details: { appliedCheck: 'not-applied' } },
    'a page': { code: 'unreachable', details: { appliedCheck: 'not-applied' } },
    'no result': { code: 'unreachable', details: { appliedCheck: 'not-applied' } },
    'success: false with status 200': { code: 'remote_failed', details: { appliedCheck: 'not-applied' } },
  };

  it.each(noAnswers)(
    'and when it is not there, tells done for nothing from still possible: %s',
    async (which, trouble) => {
      const { api, provider } = await useApi();
      await provider.read(zone, name, options);
      api.next('PATCH', trouble);
      const wanted = expected[which] ?? {
        code: 'outcome_unknown',
        details: { appliedCheck: 'not-seen', found: 'home.example.net' },
      };
      await expect(provider.replace(zone, name, request, short)).rejects.toMatchObject(wanted);
      expect(patches(api)).toBe(1);
      expect(api.requests.filter(isGet)).toHaveLength(4);
    },
  );

  it('and stays unknown when looking gets no answer either', async () => {
    const { api, provider } = await useApi();
    await provider.read(zone, name, options);
    api.next('PATCH', (response) => {
      api.next('GET', (later) => send(later, 502, 'down'));
      send(response, 502, 'down');
    });
    await expect(provider.replace(zone, name, request, short)).rejects.toMatchObject({
      code: 'outcome_unknown',
      message: expect.stringContaining('Not known whether nextuse.example.net was pointed to standby.example.net'),
      details: { appliedCheck: 'not-possible' },
    });
  });

  it('and stays unknown when somebody else’s change is there', async () => {
    for (const theirs of [{ content: 'elsewhere.example.net' }, { content: 'standby.example.net', comment: 'mina' }]) {
      const { api, provider } = await useApi();
      api.next('PATCH', (response) => {
        Object.assign(api.records[0] ?? {}, theirs);
        send(response, 500, 'down');
      });
      await expect(provider.replace(zone, name, request, short)).rejects.toMatchObject({ code: 'outcome_unknown' });
    }
  });

  it('but not for somebody who gave up: that rejects with the reason', async () => {
    const { api, provider } = await useApi();
    const abort = new AbortController();
    const reason = new Error('cancelled');
    api.next('PATCH', () => abort.abort(reason));
    await expect(provider.replace(zone, name, request, { ...options, signal: abort.signal })).rejects.toBe(reason);
    expect(patches(api)).toBe(1);
  });
});
